import { Anchor } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { getRouteApi, Link } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { AuthLayout } from "./auth-layout.tsx";
import { useEnter } from "./enter.ts";
import { SignInForm } from "./sign-in-form.tsx";

const route = getRouteApi(paths.signIn);

/** Who are you? Leads back to where one was going. */
export function SignInPage() {
  const { from } = route.useSearch();
  const enter = useEnter(from);
  const state = trpc.auth.state.useQuery();
  useDocumentTitle("Sign in · VetSuccess");
  return (
    <AuthLayout
      title="Sign in"
      words={from === undefined ? undefined : "The page you asked for opens right after."}
      foot={
        state.data?.isSandbox === true
          ? "This is a sandbox with made-up data. The terminal that started it shows accounts to sign in with."
          : "No account yet? Ask an administrator for an invitation."
      }
    >
      <SignInForm
        onDone={() => void enter()}
        forgot={
          <Anchor component={Link} to={paths.forgotPassword} fz="sm">
            Forgot the password?
          </Anchor>
        }
      />
    </AuthLayout>
  );
}
