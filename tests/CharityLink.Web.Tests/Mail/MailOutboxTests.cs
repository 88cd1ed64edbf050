using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Testing;
using CharityLink.Web.Mail;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Web.Tests.Mail;

/// <summary>The outbox: noted twice is sent once, a mail server that is away loses nothing, and nobody who was forgotten is written to.</summary>
[Collection(Shared.Giving)]
public sealed class MailOutboxTests(SiteHost site) : IDisposable
{
    private readonly MovableClock _clock = Ahead();
    private readonly SmtpStub _server = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private MailOutbox Outbox => new(site.Service<NpgsqlDataSource>(), new MailBell(), _clock);

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_mail_noted_twice_goes_out_once_as_text_and_html()
    {
        var (id, to) = (Guid.CreateVersion7(), await Person("Li <Mei>", "en"));
        await Note(id, to);
        await Note(id, to);
        await Carry();
        await Carry();
        var mail = Assert.Single(Mails(id));
        Assert.StartsWith("Thank you for your gift", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("Hello Li <Mei>,", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("<p>Hello Li &lt;Mei&gt;,</p>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("¥50.00", mail.TextBody, StringComparison.Ordinal);
        Assert.Matches("<a href=\"http[^\"]+/en/gifts/[^\"]+key=[0-9a-f]{20}\">", mail.HtmlBody);
    }

    [Fact]
    public async Task No_row_holds_a_name_or_an_address()
    {
        var (id, to) = (Guid.CreateVersion7(), await Person("Wang", "zh-CN"));
        await Note(id, to);
        var row = await One<string>("select m::text from mailing.mail m where mail_id = @id", id);
        Assert.DoesNotContain("Wang", row, StringComparison.Ordinal);
        Assert.DoesNotContain("@", row, StringComparison.Ordinal);
        await Carry();
        Assert.Contains("Wang，您好", Assert.Single(Mails(id)).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_without_mail_server_delays_and_three_days_give_up_until_somebody_tries_again()
    {
        var (id, to) = (Guid.CreateVersion7(), await Person("Li", "en"));
        await Note(id, to);
        for (var hour = 0; hour < 24; hour++)
        {
            await Carry(port: 1);
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal("waiting server_away", await State(id));
        Assert.Empty(Mails(id));
        _clock.Advance(TimeSpan.FromHours(1));
        await Carry();
        Assert.Equal("sent ", await State(id));
        Assert.Single(Mails(id));

        var late = Guid.CreateVersion7();
        await Note(late, to);
        _clock.Advance(MailOutbox.GiveUpAfter - TimeSpan.FromMinutes(1));
        await Carry(port: 1);
        Assert.Equal("waiting server_away", await State(late));
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Carry(port: 1);
        Assert.Equal("failed server_away", await State(late));
        await Carry();
        Assert.Empty(Mails(late));
        await new MailLedger(site.Service<NpgsqlDataSource>(), new MailBell(), _clock).Retry(late, Ct);
        await Carry();
        Assert.Equal("sent ", await State(late));
    }

    [Fact]
    public async Task An_address_that_the_server_does_not_know_is_given_up_at_once_and_one_that_is_busy_is_not()
    {
        var (unknown, busy, to) = (Guid.CreateVersion7(), Guid.CreateVersion7(), await Person("Li", "en"));
        await Note(unknown, to);
        _server.Recipient = "550 no such user li@example.org";
        await Carry();
        Assert.Equal("failed address_refused 550", await State(unknown));
        await Note(busy, to);
        _server.Recipient = "450 busy";
        await Carry();
        Assert.Equal("waiting server_refused 450", await State(busy));
    }

    [Fact]
    public async Task Somebody_who_was_forgotten_gets_nothing()
    {
        var (id, to) = (Guid.CreateVersion7(), await Person("Li", "en"));
        await Note(id, to);
        await site.Service<Vault>().Forget(to, Ct);
        await Carry();
        Assert.Equal("needless ", await State(id));
        Assert.Empty(Mails(id));
    }

    [Fact]
    public async Task What_a_node_took_and_never_ended_goes_out_when_its_lease_is_over()
    {
        var (id, to) = (Guid.CreateVersion7(), await Person("Li", "en"));
        await Note(id, to);
        Assert.Contains(await Outbox.Take(100, Ct), mail => mail.Id == id);
        _clock.Advance(MailOutbox.Lease - TimeSpan.FromSeconds(1));
        await Carry();
        Assert.Empty(Mails(id));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Carry();
        Assert.Single(Mails(id));
    }

    [Fact]
    public async Task On_a_full_disk_a_mail_waits_whole_and_goes_out_when_there_is_room()
    {
        var (id, to) = (Guid.CreateVersion7(), await Person(new string('李', 3_000), "en"));
        await Note(id, to);
        using var home = TestHome.Create();
        var folder = Path.Combine(home.Path, "mail");
        // Where no disk can be mounted, the mail's draft leads to one that is always full.
        using var disk = SmallDisk.TryMount(folder, 8);
        disk?.Fill();
        if (disk is null)
        {
            File.CreateSymbolicLink(Path.Combine(folder, $".{id}"), "/dev/full");
        }

        await Carry(home.Path);
        Assert.Equal("waiting folder", await State(id));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder), file => file.Contains($"{id}", StringComparison.Ordinal));
        disk?.Clear();
        using var roomy = disk is null ? null : SmallDisk.TryMount(folder, 256);
        _clock.Advance(TimeSpan.FromHours(1));
        await Carry(home.Path);
        Assert.Equal("sent ", await State(id));
        Assert.StartsWith("Thank you for your gift", (await MimeKit.MimeMessage.LoadAsync(Assert.Single(Directory.EnumerateFiles(folder)), Ct)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_after_the_servers_yes_doubles_that_mail_under_one_message_id()
    {
        var (id, to) = (Guid.CreateVersion7(), await Person("Li", "en"));
        await Note(id, to);
        _server.Taken = "";
        await Carry();
        Assert.Equal("waiting server_away", await State(id));
        _server.Taken = "250 ok";
        _clock.Advance(TimeSpan.FromHours(1));
        await Carry();
        Assert.Equal(2, Mails(id).Count);
    }

    // A year ahead: the site's own carrier does not see what is noted here.
    private static MovableClock Ahead()
    {
        var clock = new MovableClock();
        clock.Advance(TimeSpan.FromDays(366));
        return clock;
    }

    private Task Note(Guid id, PersonId to) => Outbox.Note(
        [new(id, "thanks", to, "", new MailFacts(id, Path: $"/gifts/{id}", HasKey: true, Program: Guid.CreateVersion7()).Of(Money.Cny(50_00)))], Ct);

    private async Task<PersonId> Person(string name, string language)
    {
        var person = new PersonId(Guid.CreateVersion7());
        await site.Service<Vault>().Remember(person, new PersonFields(name, $"m{person.Value:N}@example.org", Language: language), Ct);
        return person;
    }

    private Task Carry(int? port = null) => Carry(new("Mail:Host", "127.0.0.1"), new("Mail:Port", $"{port ?? _server.Port}"), new("Mail:Tls", "false"));

    // Into a folder, as where no server is set.
    private Task Carry(string home) => Carry(new KeyValuePair<string, string?>("CHARITYLINK_HOME", home));

    private async Task Carry(params KeyValuePair<string, string?>[] set)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(set).Build();
        using var sender = new MailSender(settings, NullLogger<MailSender>.Instance);
        using var carrier = new MailCarrier(Outbox, site.Service<MailWriter>(), sender, new MailBell(), _clock, NullLogger<MailCarrier>.Instance);
        while (await carrier.RunOnce(Ct) > 0)
        {
            // Until nothing waits.
        }
    }

    private IReadOnlyList<MimeKit.MimeMessage> Mails(Guid id) => [.. _server.Mails.Where(mail => mail.MessageId == $"{id}@charitylink.example")];

    private Task<string?> State(Guid id) => One<string>("select state || ' ' || coalesce(why, '') from mailing.mail where mail_id = @id", id);

    private async Task<T?> One<T>(string sql, Guid id)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        return await connection.QuerySingleAsync<T>(sql, new { id });
    }
}
