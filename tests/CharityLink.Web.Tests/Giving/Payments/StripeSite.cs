using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Stripe;
using CharityLink.StripeFake;
using CharityLink.Testing;
using CharityLink.Web.Demo;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Tests.Support;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>A site whose gifts are paid through a stand-in for Stripe. Its workers stand still: tests take each step themselves. Webhooks go over HTTP.</summary>
public sealed class StripeSite : IAsyncLifetime
{
    public const string Secret = "whsec_test_one", OldSecret = "whsec_old", Key = "sk_test_secret_of_ours";

    private readonly int _port = LoopbackPort.Free();
    private FakeStripe? _fake;
    private long _lookedAt;

    /// <summary>The site itself.</summary>
    public SiteHost Site { get; }

    /// <summary>Everything that was logged while its tests ran.</summary>
    public KeptLines Lines { get; } = new();

    public StripeSite() => Site = new SiteHost { Logs = Lines, Services = services => services.AddSingleton<IPaymentProvider, QrProvider>() };

    /// <summary>The stand-in.</summary>
    public FakeStripe Fake => _fake ?? throw new InvalidOperationException("Not started.");

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeStripe.Start(new StripeFakeOptions { Webhook = new Uri($"http://127.0.0.1:{_port}/webhooks/stripe"), Secrets = [Secret], HoldWebhooks = true });
        Site.OnKestrel();
        Site.With("urls", $"http://127.0.0.1:{_port}").With("Payments:Work", "false").With("Giving:Pledges:Collect", "false").With("Giving:Pledges:ChargesPerSecond", "500").With("Giving:Refunds:ReturnsPerSecond", "100").With("Giving:Refunds:HeldAtOnce", "2")
            .With("Payments:Stripe:SecretKey", Key).With("Payments:Stripe:Address", _fake.Address.ToString())
            .With("Payments:Stripe:Timeout", "00:00:04").With("Payments:Stripe:RetriesMax", "0").With("Payments:CallsPerSecond", "1000")
            .With("Payments:Stripe:WebhookSecrets:0:Secret", Secret).With("Payments:Stripe:WebhookSecrets:1:Secret", OldSecret)
            .With("Payments:Stripe:WebhookSecrets:1:ExpiresAt", TimeProvider.System.GetUtcNow().AddYears(20).ToString("O", CultureInfo.InvariantCulture))
            .With("Payments:Merchants:0:Organisation", "*").With("Payments:Merchants:0:Country", "SG").With("Payments:Merchants:0:Account", "")
            .With("Payments:Merchants:1:Organisation", OwnAccount.Holder.ToString()).With("Payments:Merchants:1:Country", "SG").With("Payments:Merchants:1:Account", await OwnAccount.Open(_fake, Key, Ct))
            .With("Payments:Merchants:2:Organisation", QrProvider.Holder.ToString()).With("Payments:Merchants:2:Country", "IN").With("Payments:Merchants:2:Account", "");
        await Site.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await using (Fake)
        {
            await Site.DisposeAsync();
        }

        Assert.Empty(Fake.Journal.Complaints);
        // S1: whatever all tests of this site did, nothing of it was written down that is nobody's business.
        Assert.Empty(Lines.Leaks(Key, Secret, OldSecret));
    }

    public T Get<T>() where T : notnull => Site.App.Services.GetRequiredService<T>();

    /// <summary>Somebody with a browser.</summary>
    public Visitor Visitor() => new(new HttpClient(new CookieJar { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false } })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{_port}"),
    });

    /// <summary>Somebody who has signed in with a demonstration account.</summary>
    public async Task<Visitor> SignedIn(string account)
    {
        var visitor = Visitor();
        Assert.Equal(303, (await visitor.Submit(await visitor.Get("/en/sign-in"), "main form", ("email", $"{account}@demo.charitylink.example"), ("password", SiteHost.Password))).Status);
        return visitor;
    }

    /// <summary>Somebody appointed where a gift's money is, with a demonstration account.</summary>
    public async Task<Visitor> Officer(Guid gift, string account = "officer")
    {
        var holder = (await Site.Facts(gift)).OfType<DonationStarted>().Single().Cause.HolderId;
        var body = (await Get<OrganisationDirectory>().FindMany([holder], Ct))[holder];
        await Get<SystemCommands>().Send(
            new AppointStaff(Guid.CreateVersion7(), StableId.Beside(holder, account), DemoId.Of($"account:{account}"), Role.FederationOfficer, holder, body.Code), Ct);
        await Passed("appointments");
        return await SiteHost.SignedIn(account, Visitor());
    }

    /// <summary>The alert of a kind about something; null when there is none.</summary>
    public async Task<PaymentAlertRow?> Alert(string kind, Guid? about)
    {
        Assert.True(await Get<ReadModelHost>().WaitFor("payment_alerts", await Get<EventStore>().ReadEnd(Ct), TimeSpan.FromSeconds(20), Ct));
        return (await Get<PaymentAlerts>().List(false, null, 1_000, Ct)).FirstOrDefault(alert => alert.Kind == kind && alert.AboutId == about);
    }

    /// <summary>A gift that was begun, its call written down and not sent yet.</summary>
    /// <param name="program">Which program it is for; null: the canteens, on the platform's own account.</param>
    public async Task<Guid> Begin(string amount = "60", string method = "card", Guid? program = null)
    {
        var visitor = Visitor();
        var form = program is { } other ? await visitor.Get($"/en/give?program={other}") : await visitor.OpenForm();
        var begun = await visitor.Submit(form, Gifts.Form, ("other", amount), ("who", "anonymous"), ("method", method));
        Assert.Equal(303, begun.Status);
        await Planned();
        return Gifts.GiftOf(form);
    }

    /// <summary>A gift whose page is open.</summary>
    public async Task<Guid> BeginAndOpen(string amount = "60", string method = "card", Guid? program = null)
    {
        var gift = await Begin(amount, method, program);
        await Send();
        Assert.Equal("succeeded", (await Operation(gift))!.State); // It was planned.
        return gift;
    }

    /// <summary>A gift that was paid.</summary>
    public async Task<Guid> Paid(string amount = "100", string method = "card", Guid? program = null)
    {
        var gift = await BeginAndOpen(amount, method, program);
        await Pay(gift, method == "card" ? "pm_card_visa" : $"pm_fake_{method}");
        if (method != "card")
        {
            Fake.Giver.Authenticate(await PaymentOf(gift));
        }

        await Deliver();
        Assert.Contains("DonationPaid", await Facts(gift), StringComparer.Ordinal);
        return gift;
    }

    /// <summary>The stand-in's id of the payment on a gift's page.</summary>
    public async Task<string> PaymentOf(Guid gift)
    {
        var page = await Get<StripeLine>().Get(CheckoutSessions.Get((await Operation(gift))!.ObjectId!), Ct); // Its page is open.
        return page.PaymentIntent!.Id; // Somebody tried to pay.
    }

    /// <summary>The stand-in's id of the charge by which a gift was paid.</summary>
    public async Task<string> ChargeOf(Guid gift) => (await Get<StripeLine>().Get(PaymentIntents.Get(await PaymentOf(gift)), Ct)).LatestCharge!.Id; // It was paid.

    /// <summary>A refund that was asked for, agreed to and planned, its receipt void; not sent yet.</summary>
    public async Task<Guid> GiveBack(Guid gift, long fen = 100_00)
    {
        var refund = Guid.CreateVersion7();
        await Do(new AskRefund(Guid.CreateVersion7(), gift, refund, Money.Cny(fen), "duplicate"));
        await Do(new ApproveRefund(Guid.CreateVersion7(), gift, refund, CharityLink.Giving.Refund.ByProvider, Site.Clock.GetUtcNow()));
        await Started();
        return refund;
    }

    /// <summary>What was agreed to was started.</summary>
    public async Task Started()
    {
        await Passed("refund_starter");
        await Planned();
    }

    /// <summary>Sends a command as the platform itself; it is done.</summary>
    public async Task Do(ICommand command) => Assert.Empty((await Get<SystemCommands>().Send(command, Ct)).Refusals);

    /// <summary>Everything the log holds has been planned.</summary>
    public Task Planned() => Passed("operation_planner");

    /// <summary>A follower of the log has passed all that is written so far.</summary>
    public async Task Passed(string follower) => Assert.True(await Get<ReadModelHost>().WaitFor(follower, await Get<EventStore>().ReadEnd(Ct), TimeSpan.FromSeconds(20), Ct), follower);

    /// <summary>Sends what is due, and waits for the answers.</summary>
    public Task<int> Send() => Get<OperationSender>().Work(Ct);

    /// <summary>Delivers what the stand-in holds, and acts on it.</summary>
    public async Task Deliver(int copies = 1, int? shuffle = null)
    {
        Assert.All(await Fake.Webhooks.Deliver(copies, shuffle, Ct), status => Assert.Equal(200, status));
        await Act();
    }

    /// <summary>Acts on all that waits in the inbox.</summary>
    public async Task Act()
    {
        while (await Get<InboxWorker>().Work(Ct) > 0)
        {
            // As long as there is any.
        }
    }

    /// <summary>Puts both clocks forward.</summary>
    public void Advance(TimeSpan by)
    {
        Site.Clock.Advance(by);
        Fake.Clock.Advance(by);
    }

    /// <summary>The call for a gift's page, as its row stands.</summary>
    public async Task<PaymentOperation?> Operation(Guid gift) => (await Get<PaymentOperations>().Find([PaymentOrder.IdOf(GiftPayment.Purpose, gift, 1)], Ct)).SingleOrDefault();

    /// <summary>The giver pays on the page.</summary>
    public async Task<string> Pay(Guid gift, string card = "pm_card_visa") => Fake.Giver.Pay((await Operation(gift))!.ObjectId!, card); // Its page is open.

    /// <summary>The facts of a gift, by their names.</summary>
    public async Task<IReadOnlyList<string>> Facts(Guid gift) => [.. (await Site.Facts(gift)).Select(fact => fact.GetType().Name)];

    /// <summary>The same without what the provider booked, which may be told at any time.</summary>
    public async Task<IReadOnlyList<string>> Story(Guid gift) => [.. (await Facts(gift)).Where(fact => fact != nameof(PaymentSettled))];

    /// <summary>How many pages the stand-in opened for a gift.</summary>
    public async Task<int> Pages(Guid gift)
    {
        var pages = 0;
        await foreach (var page in Get<StripeLine>().All(CheckoutSessions.List, new ListRequest(), Ct))
        {
            pages += page.ClientReferenceId == gift.ToString() ? 1 : 0;
        }

        return pages;
    }

    /// <summary>How many payments of these gifts succeeded at the stand-in.</summary>
    public int Charges(params IEnumerable<Guid> gifts) => Fake.Succeeded("donation_id", gifts.Select(gift => gift.ToString()));

    /// <summary>A delivery with any body and signature.</summary>
    public async Task<HttpStatusCode> Post(string body, string secret = Secret, DateTimeOffset? at = null, string? signature = null)
    {
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        content.Headers.Add("Stripe-Signature", signature ?? Sign(body, secret, at));
        return (await http.PostAsync(new Uri($"http://127.0.0.1:{_port}/webhooks/stripe"), content, Ct)).StatusCode;
    }

    /// <summary>How the provider signs a delivery.</summary>
    public string Sign(string body, string secret = Secret, DateTimeOffset? at = null)
    {
        var time = (at ?? Site.Clock.GetUtcNow()).ToUnixTimeSeconds();
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}")))}";
    }

    /// <summary>One value from the database.</summary>
    public async Task<T?> Scalar<T>(string sql, object? values = null)
    {
        await using var connection = new NpgsqlConnection(Site.ConnectionString);
        return await connection.ExecuteScalarAsync<T>(sql, values);
    }

    /// <summary>One column from the database.</summary>
    public async Task<IReadOnlyList<T>> All<T>(string sql, object? values = null)
    {
        await using var connection = new NpgsqlConnection(Site.ConnectionString);
        return (await connection.QueryAsync<T>(sql, values)).AsList();
    }

    /// <summary>Sends whatever is open, whoever planned it, until nothing is.</summary>
    public async Task Rest()
    {
        await Started();
        for (var hours = 0; hours <= 25 && await Scalar<bool>("select exists (select from giving.payment_operation where state in ('sending', 'unknown', 'planned'))"); hours++)
        {
            await Send();
            Advance(TimeSpan.FromHours(1));
        }
    }

    /// <summary>Every failure ends like this: nothing hangs, the books hold, a gift has one receipt at most, and its giver sees one true status.</summary>
    public async Task Close()
    {
        await Rest();
        Assert.Equal(0, await Scalar<long>("select count(*) from giving.payment_operation where ended_at is null or concluded_at is null"));
        // Reactions write facts of their own while followers catch up.
        var invariants = await Checked();
        for (var tries = 1; invariants is null && tries < 20; tries++)
        {
            invariants = await Checked();
        }

        Assert.Equal(0, await Scalar<long>("select count(*) from (select donation_id from receipt where voided_at is null group by 1 having count(*) > 1) twice"));
        Assert.All(invariants ?? throw new InvalidOperationException("The books stand apart."), one => Assert.Empty(one.Broken));
        _lookedAt = await OneStatus.Check(this, _lookedAt);
    }

    private async Task<IReadOnlyList<Invariant>?> Checked()
    {
        foreach (var follower in (string[])["refund_starter", "receipt_issuer", "receipts", "ledger", "gift_totals"])
        {
            await Passed(follower);
        }

        return await LedgerInvariants.Check(Get<NpgsqlDataSource>(), Get<EventStore>(), Ct);
    }
}
