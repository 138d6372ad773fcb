import { z } from "zod";

// The page's content security policy allows no code made at run time. Schemas look at this as they are made, so this file
// comes before every other.
z.config({ jitless: true });
