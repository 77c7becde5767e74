/** The one platform type that the contract names, so that the pure rooms compile without any platform's types. */
interface AbortSignal {
  readonly aborted: boolean;
}
