using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi.Admission;

public sealed class AdmissionPolicyTests : ApiTest
{
    private const string Group = "/apis/admissionregistration.k8s.io/v1";

    public override async Task DisposeAsync()
    {
        await Api.DeleteAsync($"{Group}/validatingadmissionpolicybindings/{Namespace}");
        await Api.DeleteAsync($"{Group}/validatingadmissionpolicies/{Namespace}");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Policy_denies_what_its_conditions_choose_and_its_validations_do_not_allow()
    {
        Expect(201, await Api.CreateAsync($"{Group}/validatingadmissionpolicies", $$$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":{"name":"{{{Namespace}}}"},"spec":{
              "matchConstraints":{"resourceRules":[
                {"operations":["CREATE","UPDATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]},
              "matchConditions":[{"name":"here","expression":"request.namespace == '{{{Namespace}}}'"}],
              "variables":[
                {"name":"data","expression":"has(object.data) ? object.data : []"},
                {"name":"isNew","expression":"request.operation == 'CREATE'"}],
              "validations":[
                {"expression":"variables.isNew || 'kept' in variables.data","message":"kept must stay","reason":"Forbidden"},
                {"expression":"variables.data.all(k, k != 'bad')","message":"nothing bad","reason":"Forbidden"}]}}
            """));
        Expect(201, await Api.CreateAsync($"{Group}/validatingadmissionpolicybindings", $$$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"{{{Namespace}}}"},
             "spec":{"policyName":"{{{Namespace}}}","validationActions":["Deny"]}}
            """));
        var (refused, tries) = ("", 0);
        await Eventually.InClusterAsync("the policy is heeded", async () =>
        {
            var answer = await Api.CreateAsync(ConfigMaps, Holding($"b-{tries++}", "bad"));
            refused = answer.Message;
            return answer.Code == 403;
        });
        Assert.Contains(
            $"ValidatingAdmissionPolicy '{Namespace}' with binding '{Namespace}' denied request: nothing bad",
            refused,
            StringComparison.Ordinal);

        Expect(201, await Api.CreateAsync(ConfigMaps, Holding("a", "kept")));
        var gone = Expect(403, await Api.UpdateAsync($"{ConfigMaps}/a", Holding("a", "other")));

        Assert.Contains("kept must stay", gone.Message, StringComparison.Ordinal);
        Expect(201, await Api.CreateAsync("/api/v1/namespaces/default/configmaps", Holding(Namespace, "bad")));
        await Api.DeleteAsync($"/api/v1/namespaces/default/configmaps/{Namespace}");
    }

    private static string Holding(string name, string key) =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"},"data":{"{{{key}}}":"x"}}""";
}
