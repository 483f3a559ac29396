/** Everything happens on this device: the server has nothing to render. */
export const ssr = false;
