/** What a page answers: itself, or the way on. */
export type Answer = { readonly status: number; readonly page: string } | { readonly redirect: string };
