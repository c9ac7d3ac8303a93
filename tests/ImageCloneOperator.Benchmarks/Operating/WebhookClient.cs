using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageCloneOperator.Kubernetes.Dynamic;
using k8s.Models;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>Asks the webhook about pods, as an API server does: it trusts the operator's authority and nobody else.</summary>
internal sealed class WebhookClient : IDisposable
{
    public const string OperatorNamespace = "image-clone-system";

    private readonly HttpClient _http;
    private readonly Uri _webhook;

    private WebhookClient(int port, string authority)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(authority);
        _webhook = new Uri($"https://image-clone-operator.{OperatorNamespace}.svc:{port}/mutate-pods");
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust }, ConnectCallback = ConnectAsync })
        {
            DefaultRequestVersion = HttpVersion.Version20,
        };
    }

    public static async Task<WebhookClient> CreateAsync(BenchCluster cluster, RunningOperator running, CancellationToken cancellationToken)
    {
        var secret = await cluster.Client.GetAsync<V1Secret>("image-clone-operator-webhook-tls", OperatorNamespace, cancellationToken)
            ?? throw new InvalidOperationException("The operator has made no certificate.");
        return new WebhookClient(await running.WebhookPortAsync(cancellationToken), Encoding.ASCII.GetString(secret.Data!["ca.crt"]));
    }

    /// <returns>Milliseconds until the whole answer was there.</returns>
    /// <exception cref="InvalidOperationException">The pod was not rewritten.</exception>
    public async Task<double> AskAsync(string deployment, string image, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Review(deployment, image)))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        var begun = Stopwatch.GetTimestamp();
        using var answer = await _http.PostAsync(_webhook, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return text.Contains("\"patch\":", StringComparison.Ordinal)
            ? took
            : throw new InvalidOperationException($"A pod of {deployment} was not rewritten: {text}");
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>With what a pod of a ReplicaSet has when admission sees it.</summary>
    private static string Review(string deployment, string image) => $$$"""
        {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
          "uid": "{{{Guid.NewGuid()}}}", "operation": "CREATE", "namespace": "{{{BenchCluster.Namespace}}}", "dryRun": false,
          "kind": {"group": "", "version": "v1", "kind": "Pod"}, "resource": {"group": "", "version": "v1", "resource": "pods"},
          "userInfo": {"username": "system:serviceaccount:kube-system:replicaset-controller", "groups": ["system:serviceaccounts", "system:authenticated"]},
          "options": {"kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1"}, "oldObject": null,
          "object": {
            "kind": "Pod", "apiVersion": "v1",
            "metadata": {
              "generateName": "{{{deployment}}}-5f7c8d-", "namespace": "{{{BenchCluster.Namespace}}}", "creationTimestamp": null,
              "labels": {"app": "{{{deployment}}}", "pod-template-hash": "5f7c8d"}, "annotations": {"prometheus.io/scrape": "true", "prometheus.io/port": "8080"},
              "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "{{{deployment}}}-5f7c8d", "uid": "0", "controller": true, "blockOwnerDeletion": true}],
              "managedFields": [{"manager": "kube-controller-manager", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": {
                "f:metadata": {"f:generateName": {}, "f:labels": {".": {}, "f:app": {}, "f:pod-template-hash": {} }, "f:ownerReferences": {} },
                "f:spec": {"f:containers": {"k:{\"name\":\"main\"}": {".": {}, "f:env": {}, "f:image": {}, "f:name": {}, "f:ports": {}, "f:resources": {} } } } } }]
            },
            "spec": {
              "volumes": [{"name": "kube-api-access", "projected": {"defaultMode": 420, "sources": [{"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"} },
                {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]} }]} }],
              "containers": [{"name": "main", "image": "{{{image}}}", "ports": [{"containerPort": 8080, "protocol": "TCP"}], "env": [{"name": "LOG_LEVEL", "value": "info"}],
                "resources": {"limits": {"memory": "64Mi", "cpu": "100m"}, "requests": {"memory": "64Mi", "cpu": "100m"} },
                "volumeMounts": [{"name": "kube-api-access", "readOnly": true, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}],
                "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File", "imagePullPolicy": "IfNotPresent"}],
              "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst", "serviceAccountName": "default", "serviceAccount": "default",
              "securityContext": {}, "schedulerName": "default-scheduler", "priority": 0, "enableServiceLinks": true, "preemptionPolicy": "PreemptLowerPriority",
              "tolerations": [{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
                {"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}]
            },
            "status": {}
          }
        } }
        """;
}
