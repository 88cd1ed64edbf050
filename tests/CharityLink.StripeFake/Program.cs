using System.Globalization;

namespace CharityLink.StripeFake;

/// <summary>StripeFake as a program of its own: runs until it is stopped.</summary>
internal static class StripeFakeProgram
{
    /// <summary>Options, each with a value: --port N, --webhook URL, --secret whsec_…, --delay MILLISECONDS, --check on|off, --events TYPE,TYPE, --givers pay, --webhooks-at-once N, --webhooks hold.</summary>
    public static async Task Main(string[] args)
    {
        var options = new StripeFakeOptions { Port = 12111 };
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--port" => options with { Port = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--webhook" => options with { Webhook = new Uri(args[i + 1]) },
                "--secret" => options with { Secrets = [args[i + 1]] },
                "--delay" => options with { Delay = TimeSpan.FromMilliseconds(int.Parse(args[i + 1], CultureInfo.InvariantCulture)) },
                "--check" => options with { Check = args[i + 1] != "off" },
                "--events" => options with { Events = args[i + 1].Split(',') },
                "--givers" => options with { GiversPay = args[i + 1] == "pay" },
                "--webhooks-at-once" => options with { WebhooksAtOnce = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--webhooks" => options with { HoldWebhooks = args[i + 1] == "hold" },
                _ => throw new ArgumentException($"{args[i]} is not known: --port, --webhook, --secret, --delay, --check, --events, --givers, --webhooks-at-once and --webhooks are.", nameof(args)),
            };
        }

        await using var fake = await FakeStripe.Start(options);
        Console.WriteLine($"A stand-in for Stripe listens on {fake.Address}; no money moves.");
        await using var clock = new Timer(_ => fake.CatchUp(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await fake.WaitForEnd();
    }
}
