package import ProxyCore

extension MetricsSnapshot {
    /// The metrics as Prometheus reads them. Names and labels are those of aws-outbound-jwt-proxy, hence of OpenTelemetry's
    /// semantic conventions for HTTP; series come in a fixed order.
    package var exposition: String {
        var text = PrometheusText()
        addRequests(to: &text)
        addCalls(to: &text)
        addTokens(to: &text)
        return text.text
    }

    private func addRequests(to text: inout PrometheusText) {
        let name = "http_server_request_duration_seconds"
        text.family(name, .histogram, "Duration of inbound HTTP requests, from the head to the end of the answer.")
        let order = counts.served.sorted {
            ($0.key.method.rawValue, $0.key.status?.code ?? 0) < ($1.key.method.rawValue, $1.key.status?.code ?? 0)
        }
        for (key, histogram) in order {
            var labels = [("http_request_method", key.method.rawValue)] as [PrometheusText.Label]
            if let status = key.status { labels.append(("http_response_status_code", status.description)) }
            text.histogram(name, labels, histogram)
        }
        let active = "http_server_active_requests"
        text.family(active, .gauge, "Inbound HTTP requests that are being served.")
        text.sample(active, [], totals.inFlight)
    }

    private func addCalls(to text: inout PrometheusText) {
        let name = "http_client_request_duration_seconds"
        text.family(
            name, .histogram, "Duration of requests to upstreams, from the inbound head to the head of the answer.")
        let series = counts.called.map { (labels($0.key), $0.value) }
        for (labels, histogram) in series.sorted(by: { Self.precedes($0.0, $1.0) }) {
            text.histogram(name, labels, histogram)
        }
    }

    private func labels(_ key: ClientKey) -> [PrometheusText.Label] {
        let server = servers[key.server.index]
        var labels = [("server_address", server.address)] as [PrometheusText.Label]
        if let port = server.port { labels.append(("server_port", String(port))) }
        if let error = key.error { labels.append(("error_type", error.rawValue)) }
        return labels + [("token_result", key.token.rawValue)]
    }

    private func addTokens(to text: inout PrometheusText) {
        let fetches = "token_fetch_count_total"
        text.family(fetches, .counter, "Calls of STS GetWebIdentityToken that are over.")
        for (labels, count) in sortedFetches { text.sample(fetches, labels, count) }
        let (hits, misses) = ("token_cache_hit_count_total", "token_cache_miss_count_total")
        text.family(hits, .counter, "Requests that found their token in the cache.")
        addAudiences(counts.hits, hits, to: &text)
        text.family(misses, .counter, "Requests that did not find their token in the cache.")
        addAudiences(counts.misses, misses, to: &text)
        let cached = "token_cached_audiences"
        text.family(cached, .gauge, "Audience sets that hold a token which still lives.")
        text.sample(cached, [], totals.cachedAudiences)
    }

    private func addAudiences(_ numbers: SlotCounts, _ name: String, to text: inout PrometheusText) {
        for (index, number) in numbers.values.enumerated() where number > 0 {
            text.sample(name, [("audience", audiences[index])], number)
        }
    }

    private var sortedFetches: [([PrometheusText.Label], Int)] {
        let series = fetches.map { key, count in
            var labels = [("audience", audiences[key.audience.index])] as [PrometheusText.Label]
            labels.append(("result", key.errorClass == nil ? "ok" : "error"))
            if let errorClass = key.errorClass { labels.append(("error_class", errorClasses[errorClass.index])) }
            return (labels, count)
        }
        return series.sorted { Self.precedes($0.0, $1.0) }
    }

    private static func precedes(_ one: [PrometheusText.Label], _ other: [PrometheusText.Label]) -> Bool {
        one.lexicographicallyPrecedes(other) { ($0.name, $0.value) < ($1.name, $1.value) }
    }
}
