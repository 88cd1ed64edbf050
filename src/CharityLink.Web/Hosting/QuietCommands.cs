namespace CharityLink.Web.Hosting;

/// <summary>Keeps back the log line of each command while the demonstration city is loaded: a thousand of them would bury the address and the logins. Visitors' commands meanwhile are logged as ever.</summary>
internal static class QuietCommands
{
    private const string Commands = "CharityLink.Kernel";
    private static readonly AsyncLocal<bool> _isOn = new();

    /// <summary>From now on, for whatever the calling method awaits, until it returns.</summary>
    public static void Begin() => _isOn.Value = true;

    /// <summary>Whether the caller was started by whoever asked for quiet.</summary>
    public static bool IsOn => _isOn.Value;

    /// <summary>Warnings and worse always pass.</summary>
    public static ILoggingBuilder AddQuietCommands(this ILoggingBuilder logging) =>
        logging.AddFilter(Commands, level => level >= LogLevel.Warning || (level >= LogLevel.Information && !IsOn));
}
