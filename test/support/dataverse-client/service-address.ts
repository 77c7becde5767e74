/** The service root as it is called and as it is published, and the links between the two. */

export class ServiceAddress {
  /** Where requests go; its path ends with a slash. */
  readonly root: URL;
  /** What absolute links in answers have to begin with; ends with a slash. */
  readonly publicRoot: string;

  constructor(url: string, publicUrl: string = url) {
    this.root = new URL(withSlash(url));
    this.publicRoot = new URL(withSlash(publicUrl)).href;
  }

  /** The request target for a path relative to the root. */
  target(relative: string): string {
    return this.root.pathname + relative;
  }

  /** Why a link is no use to the client, or undefined where it is good. */
  linkFault(link: string): string | undefined {
    if (!/^https?:\/\//i.test(link)) return 'is not absolute';
    return link.startsWith(this.publicRoot)
      ? undefined
      : `doesn't begin with the service root ${this.publicRoot}`;
  }

  /** The request target of a link that has no fault. */
  targetOfLink(link: string): string {
    return this.target(link.slice(this.publicRoot.length));
  }
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
