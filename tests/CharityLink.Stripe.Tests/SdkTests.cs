using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CharityLink.Stripe.Tests;

/// <summary>Stripe's own SDK for Node drives the stand-in: if it can pay, refund and list, the stand-in speaks Stripe.</summary>
public sealed class SdkTests : StripeTest
{
    [Fact]
    public async Task Stripes_own_SDK_gets_along_with_the_stand_in()
    {
        var folder = Path.Combine(Here(), "sdk");
        await Install(folder);
        var (code, output) = await Run("node", ["drive.mjs", Fake.Address.Port.ToString(CultureInfo.InvariantCulture)], folder);
        Assert.True(code == 0, output);
        var said = JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal("23.1.0", said.GetProperty("version").GetString());
        Assert.Equal(15, said.GetProperty("checks").GetArrayLength());
        Assert.All(Fake.Journal.Entries, e => Assert.Equal("2026-10-28.endive", e.Version));
        Assert.Equal(Sorted(PaymentIntents.Create(Pay("pm_card_visa")).Form), Sent("same-payment"));
        Assert.Equal(Sorted(CheckoutSessions.Create(Page("card", "wechat_pay")).Form), Sent("same-page"));
    }

    private string Sent(string key) => Sorted(Fake.Journal.Entries.Single(e => e.Key == key).Form);

    private static string Sorted(string form) => string.Join('&', form.Split('&').Order(StringComparer.Ordinal));

    // Where there is no Node or no package source, this check cannot be made and says so; where the suite must be whole, that is a failure.
    private static async Task Install(string folder)
    {
        if (File.Exists(Path.Combine(folder, "node_modules", "stripe", "package.json")))
        {
            return;
        }

        var (code, output) = await Run("npm", ["ci", "--no-audit", "--no-fund"], folder);
        if (code != 0)
        {
            var reason = $"Stripe's SDK for Node could not be installed, so the stand-in was not checked from outside: {output}";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is "true", reason);
            Assert.Fail(reason);
        }
    }

    private static async Task<(int Code, string Output)> Run(string program, string[] arguments, string folder)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using var process = Process.Start(start)!; // a program that was started
            var output = process.StandardOutput.ReadToEndAsync(Ct);
            var errors = process.StandardError.ReadToEndAsync(Ct);
            await process.WaitForExitAsync(Ct);
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception missing)
        {
            return (127, $"{program}: {missing.Message}");
        }
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!; // a file lies in a folder
}
