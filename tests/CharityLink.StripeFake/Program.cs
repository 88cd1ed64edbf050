using System.Globalization;

namespace CharityLink.StripeFake;

/// <summary>StripeFake as a program of its own: runs until it is stopped.</summary>
internal static class StripeFakeProgram
{
    /// <summary>Options, each with a value: --port N, --webhook URL, --secret whsec_…, --delay MILLISECONDS, --check on|off, --events TYPE,TYPE, --givers pay, --webhooks-at-once N, --webhooks hold.</summary>
    public static async Task Main(string[] args)
    {
        await using var fake = await FakeStripe.Start(Read(args, TimeProvider.System.GetUtcNow()));
        Console.WriteLine($"A stand-in for Stripe listens on {fake.Address}; no money moves.");
        await using var clock = new Timer(_ => fake.CatchUp(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await fake.WaitForEnd();
    }

    internal static StripeFakeOptions Read(string[] args, DateTimeOffset startedAt)
    {
        // It forgets everything when it ends, and the site beside it does not: each start goes on where no start before can have come to.
        const int IdsASecond = 1000;
        var options = new StripeFakeOptions { Port = 12111, IdsAfter = startedAt.ToUnixTimeSeconds() * IdsASecond };
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

        return options;
    }
}
