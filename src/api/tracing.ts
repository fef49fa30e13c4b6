import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Traces for OpenTelemetry. Nothing of it is loaded unless a collector is configured. */

export interface RequestSpan {
  end(outcome: { readonly route: string | undefined; readonly status: number }): void;
}

export interface Tracing {
  /** Begins the span of a request, as a child of the caller's if it says so (W3C Trace Context). */
  begin(request: IncomingMessage, requestId: string): RequestSpan;
  /** Sends what has not been sent, as far as the collector takes it. */
  stop(): Promise<void>;
}

const SERVICE_NAME = 'ip-finance-ledger';
const SERVER_ERROR = 500;
/** A collector that is not there is not waited for: the exporter would go on trying. */
const STOP_MS = 1_000;

/** `endpoint` is the base address of a collector that takes OTLP over HTTP. */
export const startTracing = async (endpoint: string): Promise<Tracing> => {
  const [api, sdk, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core');
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': SERVICE_NAME }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer(SERVICE_NAME);
  const propagator = new W3CTraceContextPropagator();
  return {
    begin: (request, requestId) => {
      const parent = propagator.extract(api.ROOT_CONTEXT, request.headers, api.defaultTextMapGetter);
      const method = request.method ?? '';
      const attributes = { 'http.request.method': method, 'ledger.request_id': requestId };
      const span = tracer.startSpan(method, { kind: api.SpanKind.SERVER, attributes }, parent);
      return {
        end: ({ route, status }) => {
          if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
          span.setAttribute('http.response.status_code', status);
          if (status >= SERVER_ERROR) span.setStatus({ code: api.SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    stop: () =>
      Promise.race([provider.shutdown().catch(() => {}), sleep(STOP_MS, undefined, { ref: false })]),
  };
};
