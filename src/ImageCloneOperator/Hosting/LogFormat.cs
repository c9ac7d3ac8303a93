namespace ImageCloneOperator.Hosting;

public enum LogFormat
{
    Json,
    Console,
}
