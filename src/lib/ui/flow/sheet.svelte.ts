/** What lies over the page: whoever sends the user there opens it, wherever in the page that is. */
export const sheet = $state<{ open: 'account' | 'preferences' | null }>({ open: null });
