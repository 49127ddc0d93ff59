// Hands the authorization response to the page that asked for it.
export {}
