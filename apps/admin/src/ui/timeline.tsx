import classes from "./timeline.module.css";
import type { Tone } from "./tones.ts";

interface Event {
  key: string;
  tone: Tone;
  title: string;
  detail: string;
  /** Words of another program, shown as they are. */
  quote?: string;
}

/** What happened, oldest first. */
export function Timeline({ title, events }: { title: string; events: readonly Event[] }) {
  return (
    <section>
      <h3 className={classes.title}>{title}</h3>
      <ol className={classes.list}>
        {events.map((event) => (
          <li key={event.key} className={classes.event} data-tone={event.tone}>
            <p className={classes.what}>{event.title}</p>
            <p className={classes.detail}>{event.detail}</p>
            {event.quote !== undefined && <code className={classes.quote}>{event.quote}</code>}
          </li>
        ))}
      </ol>
    </section>
  );
}
