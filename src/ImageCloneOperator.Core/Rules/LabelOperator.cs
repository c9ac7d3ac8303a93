namespace ImageCloneOperator.Core.Rules;

public enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
}
