using System.Globalization;
using CharityLink.StripeFake;

// StripeFake [--port N] [--webhook URL] [--secret whsec_...]: runs until it is stopped.
var options = new StripeFakeOptions { Port = 12111 };
for (var i = 0; i + 1 < args.Length; i += 2)
{
    options = args[i] switch
    {
        "--port" => options with { Port = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
        "--webhook" => options with { Webhook = new Uri(args[i + 1]) },
        "--secret" => options with { Secrets = [args[i + 1]] },
        _ => throw new ArgumentException($"{args[i]} is not known: --port, --webhook and --secret are.", nameof(args)),
    };
}

await using var fake = await FakeStripe.Start(options);
Console.WriteLine($"A stand-in for Stripe listens on {fake.Address}; no money moves.");
using var clock = new Timer(_ => fake.CatchUp(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
await fake.WaitForEnd();
