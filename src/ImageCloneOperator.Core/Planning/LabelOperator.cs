namespace ImageCloneOperator.Core.Planning;

public enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
}
