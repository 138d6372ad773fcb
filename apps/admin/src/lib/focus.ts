/** A ref for the field that a page is about: the keyboard begins there. */
export const focusOnMount = (field: HTMLInputElement | null): void => field?.focus();
