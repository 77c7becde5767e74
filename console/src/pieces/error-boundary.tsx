/** Keeps a fault of one page to that page. React knows boundaries only as classes. */
import { Component, type ReactNode } from 'react';
import { Failed } from './states';

interface Properties {
  readonly children: ReactNode;
}

interface State {
  readonly fault: Error | undefined;
}

export class ErrorBoundary extends Component<Properties, State> {
  override state: State = { fault: undefined };

  static getDerivedStateFromError(thrown: unknown): State {
    return { fault: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === undefined) return this.props.children;
    return <Failed error={fault} again={() => this.setState({ fault: undefined })} />;
  }
}
