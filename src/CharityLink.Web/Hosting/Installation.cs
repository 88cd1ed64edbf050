namespace CharityLink.Web.Hosting;

/// <summary>The folder of this installation: private cluster, mails, demo logins.</summary>
internal static class Installation
{
    /// <summary>CHARITYLINK_HOME, else <c>.charitylink</c> under the current folder.</summary>
    public static string Folder(IConfiguration settings) =>
        Path.GetFullPath(settings["CHARITYLINK_HOME"] is { Length: > 0 } named ? named : ".charitylink");
}
