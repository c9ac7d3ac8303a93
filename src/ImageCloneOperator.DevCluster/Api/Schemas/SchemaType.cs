namespace ImageCloneOperator.DevCluster.Api.Schemas;

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
