namespace ImageCloneOperator.Testing.KubeApi.Schemas;

public enum SchemaType
{
    Any,
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
}
