namespace ImageCloneOperator.Hosting.Options;

public enum LogFormat
{
    Json,
    Console,
}
