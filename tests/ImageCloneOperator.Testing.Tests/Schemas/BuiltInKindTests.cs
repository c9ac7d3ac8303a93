using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

namespace ImageCloneOperator.Testing.Tests.Schemas;

/// <summary>The expected defaults and words are what kube-apiserver 1.36 answers to the same object.</summary>
public sealed class BuiltInKindTests
{
    private const string Template = "metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: 'x:1', ports: "
        + "[{containerPort: 80}], livenessProbe: {httpGet: {port: 80}}, resources: {limits: {cpu: 1}}}]}";

    private const string DefaultedTemplate =
        """{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x:1","ports":[{"containerPort":80,"protocol":"TCP"}],"livenessProbe":{"httpGet":{"port":80,"path":"/","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},"resources":{"limits":{"cpu":"1"}},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","schedulerName":"default-scheduler","securityContext":{}}}""";

    [Theory]
    [InlineData(
        "Deployment",
        """ "replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}},"revisionHistoryLimit":10,"progressDeadlineSeconds":600""")]
    [InlineData(
        "DaemonSet",
        """ "updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1,"maxSurge":0}},"revisionHistoryLimit":10""")]
    [InlineData("ReplicaSet", """ "replicas":1""")]
    [InlineData(
        "StatefulSet",
        """ "replicas":1,"serviceName":"","podManagementPolicy":"OrderedReady","updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}},"revisionHistoryLimit":10,"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Retain"}""")]
    public void Workloads_take_their_defaults(string kind, string defaults)
    {
        var schema = BuiltInKinds.Find("apps/v1", kind)!;
        var obj = SampleCrd.Yaml($"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: x}}, spec: "
            + $"{{selector: {{matchLabels: {{a: b}}}}, template: {{{Template}}}}}}}");

        Assert.Empty(schema.Prune(obj));
        schema.Default(obj);

        Assert.Equal(
            """{"selector":{"matchLabels":{"a":"b"}},"template":""" + DefaultedTemplate + "," + defaults.Trim() + "}",
            obj["spec"]!.ToJsonString());
        Assert.Empty(schema.Validate(obj, old: null));
    }

    [Theory]
    [InlineData(
        "v1",
        "Pod",
        "{containers: [{name: c, image: x, resources: {limits: {cpu: 1}}}]}",
        "$.spec.containers[0].resources.requests.cpu",
        "1")]
    [InlineData("v1", "Pod", "{containers: [{name: c, image: x}]}", "$.spec.containers[0].imagePullPolicy", "Always")]
    [InlineData(
        "v1", "Pod", "{containers: [{name: c, image: 'h:5000/x@sha256:0'}]}", "$.spec.containers[0].imagePullPolicy", "IfNotPresent")]
    [InlineData("v1", "Pod", "{volumes: [{name: v}], containers: []}", "$.spec.volumes[0].emptyDir", "{}")]
    [InlineData(
        "v1",
        "Pod",
        "{volumes: [{name: v, image: {reference: 'x:latest'}}], containers: []}",
        "$.spec.volumes[0].image.pullPolicy",
        "Always")]
    [InlineData("v1", "Service", "{ports: [{port: 80}]}", "$.spec.ports[0].targetPort", "80")]
    [InlineData("batch/v1", "Job", "{template: {spec: {containers: []}}}", "$.spec.podReplacementPolicy", "TerminatingOrFailed")]
    [InlineData(
        "batch/v1",
        "CronJob",
        "{schedule: '@daily', jobTemplate: {spec: {template: {spec: {containers: []}}}}}",
        "$.spec.successfulJobsHistoryLimit",
        "3")]
    [InlineData("networking.k8s.io/v1", "NetworkPolicy", "{egress: [{}]}", "$.spec.policyTypes[1]", "Egress")]
    public void A_default_may_depend_on_other_fields(string apiVersion, string kind, string spec, string path, string expected)
    {
        var obj = SampleCrd.Yaml($"{{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: x}}, spec: {spec}}}");

        BuiltInKinds.Find(apiVersion, kind)!.Default(obj);

        Assert.Equal(expected, At(obj, path)?.ToString());
    }

    [Theory]
    [InlineData(
        "{}",
        "spec.selector: Required value|spec.template.metadata.labels: Invalid value: null: "
            + "`selector` does not match template `labels`|spec.template.spec.containers: Required value")]
    [InlineData(
        "{selector: {matchLabels: {a: c}}, template: {TEMPLATE}}",
        "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`")]
    [InlineData(
        "{selector: {matchLabels: {}}, template: {TEMPLATE}}",
        "spec.selector: Invalid value: {}: empty selector is invalid for deployment")]
    [InlineData(
        "{replicas: -1, selector: {matchLabels: {a: b}}, template: {TEMPLATE}}",
        "spec.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData(
        "{selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {restartPolicy: Never, "
            + "containers: [{image: '', name: d, volumeMounts: [{name: q, mountPath: /x}]}, {name: d, image: x, imagePullPolicy: "
            + "Foo, ports: [{containerPort: 0}], env: [{name: ''}]}]}}}",
        "spec.template.spec.containers[0].image: Required value|spec.template.spec.containers[0].volumeMounts[0].name: "
            + "Not found: \"q\"|spec.template.spec.containers[1].ports[0].containerPort: Required "
            + "value|spec.template.spec.containers[1].env[0].name: Required value|spec.template.spec.containers[1].imagePullPolicy: "
            + "Unsupported value: \"Foo\": supported values: \"Always\", \"IfNotPresent\", "
            + "\"Never\"|spec.template.spec.containers[1].name: Duplicate value: \"d\"|spec.template.spec.restartPolicy: "
            + "Unsupported value: \"Never\": supported values: \"Always\"")]
    public void A_deployment_is_refused_in_the_words_of_a_real_server(string spec, string expected)
    {
        var kind = BuiltInKinds.Find("apps/v1", "Deployment")!;
        var obj = SampleCrd.Yaml($"{{metadata: {{name: x}}, spec: {spec.Replace("TEMPLATE", Template, StringComparison.Ordinal)}}}");
        kind.Default(obj);

        Assert.Equal(expected, string.Join('|', kind.Validate(obj, old: null)));
    }

    [Theory]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {template: {spec: {containers: [{name: c, image: x}]}}}",
        "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"")]
    [InlineData(
        "batch/v1",
        "CronJob",
        "spec: {schedule: x, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}}",
        "spec.schedule: Invalid value: \"x\": expected exactly 5 fields, found 1: [x]")]
    [InlineData(
        "v1",
        "ConfigMap",
        "data: {'a b': x}",
        "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', "
            + "'_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")]
    [InlineData(
        "coordination.k8s.io/v1",
        "Lease",
        "spec: {leaseDurationSeconds: 0, leaseTransitions: -1}",
        "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0|spec.leaseTransitions: "
            + "Invalid value: -1: must be greater than or equal to 0")]
    [InlineData(
        "rbac.authorization.k8s.io/v1",
        "Role",
        "rules: [{verbs: [], resources: [x]}, {verbs: [get], apiGroups: ['']}]",
        "rules[0].verbs: Required value: verbs must contain at least one value|rules[0].apiGroups: Required value: resource rules must "
            + "supply at least one api group|rules[1].resources: Required value: resource rules must supply at least one resource")]
    [InlineData(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        "subjects: [{kind: ServiceAccount, name: x, namespace: z}, {kind: Foo, name: x}], roleRef: {kind: Rolex, name: ''}",
        "roleRef.kind: Unsupported value: \"Rolex\": supported values: \"Role\", \"ClusterRole\"|roleRef.name: "
            + "Required value|subjects[1].kind: Unsupported value: \"Foo\": supported values: \"ServiceAccount\", \"User\", \"Group\"")]
    public void Other_kinds_are_refused_likewise(string apiVersion, string kind, string body, string expected)
    {
        var schema = BuiltInKinds.Find(apiVersion, kind)!;
        var obj = SampleCrd.Yaml($"{{metadata: {{name: x}}, {body}}}");
        schema.Default(obj);

        Assert.Equal(expected, string.Join('|', schema.Validate(obj, old: null)));
    }

    [Fact]
    public void Value_of_wrong_type_is_told_as_a_decoding_error()
    {
        var kind = BuiltInKinds.Find("apps/v1", "Deployment")!;

        Assert.Equal(
            "Deployment in version \"v1\" cannot be handled as a Deployment: json: "
                + "cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
            kind.DecodeError(SampleCrd.Yaml("{spec: {replicas: foo}}")));
        Assert.Equal(
            "Thing in version \"v1\" cannot be handled as a Thing: json: "
                + "cannot unmarshal number into Go struct field ObjectMeta.labels of type string",
            SampleCrd.Kind("{type: object}").DecodeError(SampleCrd.Yaml("{metadata: {labels: {a: 4}}, spec: 4}")));
        Assert.Null(kind.DecodeError(SampleCrd.Yaml("{spec: {replicas: 1}}")));
    }

    [Fact]
    public void A_selector_cannot_change()
    {
        var kind = BuiltInKinds.Find("apps/v1", "Deployment")!;
        var old = SampleCrd.Yaml($"{{metadata: {{name: x}}, spec: {{selector: {{matchLabels: {{a: b}}}}, template: {{{Template}}}}}}}");
        var updated = old.DeepClone().AsObject();
        updated["spec"]!["selector"]!["matchLabels"]!["z"] = "y";
        updated["spec"]!["template"]!["metadata"]!["labels"]!["z"] = "y";

        Assert.Equal(
            "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\",\"z\":\"y\"}}: field is immutable",
            Assert.Single(kind.Validate(updated, old)).ToString());
    }

    private static System.Text.Json.Nodes.JsonNode? At(System.Text.Json.Nodes.JsonNode node, string path) =>
        path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Skip(1).Aggregate(
            (System.Text.Json.Nodes.JsonNode?)node,
            (at, step) => int.TryParse(step, out var index) ? at?[index] : at?[step]);
}
