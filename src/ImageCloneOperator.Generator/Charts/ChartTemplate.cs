namespace ImageCloneOperator.Generator.Charts;

/// <summary>Makes a template of a manifest: the text stays, with its comments, but for what values decide.</summary>
internal static class ChartTemplate
{
    private const string Labels = "  labels:";

    /// <param name="file">Such as <c>manager/deployment.yaml</c>.</param>
    public static string Of(string file, string manifest)
    {
        var text = Parametrize(file, new(Escape(manifest))).ToString()
            .Replace("image-clone-system", "{{ .Release.Namespace }}", StringComparison.Ordinal);
        var condition = Condition(file);
        return $"# Generated from config/{file} by `make manifests`: change that instead.\n"
            + (condition is null ? text : $"{{{{- if {condition} }}}}\n{text}{{{{- end }}}}\n");
    }

    /// <summary>Grafana and Prometheus have templates of their own, which helm must leave alone.</summary>
    private static string Escape(string manifest) => manifest.Replace("{{", "{{ \"{{\" }}", StringComparison.Ordinal);

    private static string? Condition(string file) => Path.GetDirectoryName(file) switch
    {
        "crds" => ".Values.crds.enabled",
        "components/monitoring" => ".Values.monitoring.enabled",
        "components/network-policy" => ".Values.networkPolicy.enabled",
        "components/network-policy-egress" => "and .Values.networkPolicy.enabled .Values.networkPolicy.egress",
        "components/aggregated-roles" => ".Values.aggregatedRoles",
        "components/foreign-pull-secrets" => ".Values.foreignPullSecrets",
        "components/admission-policy" => ".Values.admissionPolicy",
        "components/managed-pull-secrets" => ".Values.managedPullSecrets",
        _ => null,
    };

    private static YamlText Parametrize(string file, YamlText text) => file switch
    {
        "manager/deployment.yaml" => Deployment(text),
        "rbac/service-account.yaml" => text.InsertAfterBlock(Labels, With("serviceAccount.annotations", 2, "annotations:")),
        "webhook/mutating.yaml" => text
            .InsertAfterBlock(
                "    matchExpressions:",
                [
                    .. With("webhook.namespaceSelector.matchExpressions", 4),
                    .. With("webhook.namespaceSelector.matchLabels", 4, "matchLabels:"),
                ]),
        "components/monitoring/service-monitor.yaml" or "components/monitoring/prometheus-rule.yaml" =>
            text.InsertAfterBlock(Labels, With("monitoring.labels", 4)),
        "components/network-policy/ingress.yaml" => text.ReplaceBlock(
            "          kubernetes.io/metadata.name: monitoring",
            "          kubernetes.io/metadata.name: {{ .Values.networkPolicy.monitoringNamespace }}"),
        _ when file.StartsWith("crds/", StringComparison.Ordinal) => text.InsertAfterBlock(
            "  annotations:", "    {{- if .Values.crds.keep }}", "    helm.sh/resource-policy: keep", "    {{- end }}"),
        _ => text,
    };

    private static YamlText Deployment(YamlText text) => text
        .ReplaceBlock("  replicas:", "  replicas: {{ .Values.replicas }}")
        .InsertAfterBlock("      labels:", With("podLabels", 8))
        .InsertAfterBlock(
            "      serviceAccountName:",
            [
                .. With("imagePullSecrets", 6, "imagePullSecrets:"), .. Scalar("priorityClassName", 6),
                .. With("nodeSelector", 6, "nodeSelector:"), .. With("tolerations", 6, "tolerations:"),
            ])
        .ReplaceBlock(
            "        image:",
            "        image: {{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
            + "{{ with .Values.image.digest }}@{{ . }}{{ end }}")
        .ReplaceBlock("        imagePullPolicy:", "        imagePullPolicy: {{ .Values.image.pullPolicy }}")
        .InsertAfterBlock("        env:", With("env", 8))
        .ReplaceBlock("        resources:", "        resources:", "          {{- toYaml .Values.resources | nindent 10 }}");

    private static string[] Scalar(string value, int indent)
    {
        var margin = new string(' ', indent);
        return [$"{margin}{{{{- with .Values.{value} }}}}", $"{margin}{value}: {{{{ . }}}}", $"{margin}{{{{- end }}}}"];
    }

    /// <summary>A value where it is given: below a key of its own, or added to what stands above it.</summary>
    private static string[] With(string value, int indent, string? key = null)
    {
        var margin = new string(' ', indent);
        var inner = indent + (key is null ? 0 : 2);
        return
        [
            $"{margin}{{{{- with .Values.{value} }}}}",
            .. key is null ? Array.Empty<string>() : [margin + key],
            $"{new string(' ', inner)}{{{{- toYaml . | nindent {inner} }}}}",
            $"{margin}{{{{- end }}}}",
        ];
    }
}
