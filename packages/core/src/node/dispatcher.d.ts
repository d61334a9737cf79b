import type { Dispatcher } from 'undici';
/** How the network is reached. Nothing is taken from the environment unless `proxy` says so. */
export interface NetworkOptions {
    /**
     * The address of an HTTP proxy, such as `http://user:password@proxy.example.org:3128`; or `environment` for
     * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. Default: none.
     */
    readonly proxy?: string;
    /** Certificates (PEM) of authorities to trust besides those that Node brings, for an installation or a proxy with its own. */
    readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[];
}
/**
 * A way out as the options say; one keep-alive Agent for the process when they say nothing. undici is loaded when the
 * first client is made rather than with this module: who wants types, errors or files alone does not pay for it.
 *
 * @throws {ConfigurationError} the proxy is no http(s) address
 */
export declare function dispatcherFor({ proxy, ca }: NetworkOptions): Promise<Dispatcher>;
