namespace ImageCloneOperator.Kubernetes.Conditions;

public enum ConditionStatus
{
    Unknown,
    True,
    False,
}
