namespace ImageCloneOperator.Options;

public enum LogFormat
{
    Json,
    Console,
}
