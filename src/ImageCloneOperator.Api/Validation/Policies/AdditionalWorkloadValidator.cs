using FluentValidation;
using ImageCloneOperator.Api.Policies.Workloads;
using ImageCloneOperator.Api.Validation.Rules;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class AdditionalWorkloadValidator : SchemaValidator<AdditionalWorkload>
{
    public AdditionalWorkloadValidator() => RuleFor(workload => workload.Resource)
        .Must((workload, resource) => BuiltIn(workload.Group, resource) is null)
        .WithMessage(workload =>
            $"'{workload.Resource}' of {workload.Group} is built in: write {BuiltIn(workload.Group, workload.Resource)} in workloadKinds");

    private static WorkloadType? BuiltIn(string group, string resource) =>
        WorkloadTypes.Selectable.FirstOrDefault(type => type.Group == group && type.Plural == resource);
}
