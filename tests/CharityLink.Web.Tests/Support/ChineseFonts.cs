using System.ComponentModel;
using System.Diagnostics;

namespace CharityLink.Web.Tests.Support;

/// <summary>Whether this machine can draw Chinese letters at all; <c>./test</c> installs a font where it may.</summary>
internal static class ChineseFonts
{
    public static bool AreThere { get; } = Look();

    private static bool Look()
    {
        try
        {
            using var list = Process.Start(new ProcessStartInfo("fc-list", ":lang=zh") { RedirectStandardOutput = true, UseShellExecute = false })!; // Started anew.
            return list.StandardOutput.ReadToEnd().Length > 0;
        }
        catch (Win32Exception)
        {
            // Other systems than Linux bring Chinese fonts along.
            return !OperatingSystem.IsLinux();
        }
    }
}
