import { SetPasswordPage } from "./set-password-page.tsx";

export const AcceptInvitationPage = () => <SetPasswordPage kind="INVITATION" />;

export const ResetPasswordPage = () => <SetPasswordPage kind="PASSWORD_RESET" />;
