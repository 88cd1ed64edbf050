using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Testing;
using CharityLink.Web.Accounts;
using CharityLink.Web.Demo;
using CharityLink.Web.Giving;
using CharityLink.Web.Tests.Disclosure;
using CharityLink.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Web.Tests.Giving;

/// <summary>Annual statements: one for a giver by the mailbox's link, and all of an organisation's at once for its officers; a receipt as PDF for its giver.</summary>
[Collection(Shared.Giving)]
public sealed class StatementPageTests(SiteHost site)
{
    private static readonly Guid _holder = DemoId.Of("org:jmcf");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Receipts Book => site.App.Services.GetRequiredService<Receipts>();

    private GiverLink Link => site.App.Services.GetRequiredService<GiverLink>();

    [Fact]
    public async Task A_statement_lists_the_gifts_of_a_mailbox_and_what_does_not_count()
    {
        var email = $"giver{Guid.CreateVersion7():N}@example.org";
        var (first, second) = (await Paid("陈美玲", email, "60"), await Paid("陈美玲", email, "40"));
        await site.Do(new VoidReceipt(Guid.CreateVersion7(), second.Id, VoidCause.Refunded, TimeProvider.System.GetUtcNow()));
        await Until(async () => (await Book.Find(second.Id, Ct))?.Voided is not null);
        var giver = first.GiverId.GetValueOrDefault();
        Assert.Equal(giver, second.GiverId);

        var address = $"/en{StatementRoutes.Address(first.HolderId, giver.Value, first.Year, YearStart.Calendar, Link.KeyTo(giver))}";
        var sheet = await site.Visitor().Get(address);
        Assert.True(IsStyled(sheet));
        // A sheet that is read on a screen is no dead end.
        Assert.Equal(["/en/account/giving", $"/en{StatementRoutes.Pdf(first.HolderId, giver.Value, first.Year, YearStart.Calendar, Link.KeyTo(giver))}"], sheet.Html.QuerySelectorAll("nav a").Select(way => way.GetAttribute("href")).ToList());
        var text = sheet.Html.Body!.TextContent; // A page has a body.
        Assert.All(["陈美玲", first.Serial, second.Serial, "The gift was given back", "Canteen for the Elder", "人民币陆拾元整", "Total1¥60.00"],
            said => Assert.Contains(said, text.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal));
        // The key to one gift is not the key to the mailbox: whoever gives under another's address sees that gift alone.
        Assert.Equal(404, (await site.Visitor().Get($"/en{StatementRoutes.Address(first.HolderId, giver.Value, first.Year, YearStart.Calendar, Link.KeyTo(first.DonorId.GetValueOrDefault()))}")).Status);
        Assert.Equal(404, (await site.Visitor().Get(address.Replace("from=1", "from=13", StringComparison.Ordinal))).Status);
        Assert.Equal(404, (await site.Visitor().Get(address.Replace($"/{first.Year}?", $"/{first.Year - 1}?", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task Officers_order_all_statements_and_take_them_as_one_file()
    {
        var email = $"giver{Guid.CreateVersion7():N}@example.org";
        var receipt = await Paid("区小明", email, "60");
        var officer = await Treasurer();
        var form = await officer.Get($"/en/console/statements/{_holder}");
        var refused = await officer.Submit(form, "main form.filters", ("year", "2999"));
        Assert.Equal((422, "statement_year_wrong", "2999"), (refused.Status, Assert.Single(refused.Refusals), refused.Html.QuerySelector("#year")?.GetAttribute("value")));
        Assert.Equal("statement_month_wrong", Assert.Single((await officer.Submit(form, "main form.filters", ("from", ""))).Refusals));
        Assert.Equal("statement_year_not_begun", Assert.Single((await officer.Submit(form, "main form.filters", ("year", "2099"))).Refusals));
        Assert.Equal(303, (await officer.Submit(form, "main form.filters", ("year", $"{receipt.Year}"), ("language", "zh-CN"))).Status);

        var jobs = site.App.Services.GetRequiredService<StatementJobs>();
        await Until(async () => (await jobs.Of(_holder, Ct))[0] is { IsOpen: false });
        var page = await officer.Get($"/en/console/statements/{_holder}");
        var zip = page.Html.QuerySelector("a[download]")?.GetAttribute("href");
        Assert.True(zip is not null, page.Text("main"));
        using var archive = new ZipArchive(new MemoryStream(await officer.Client.GetByteArrayAsync(new Uri(zip, UriKind.Relative), Ct)));
        Assert.NotNull(archive.GetEntry(PrintStyle));
        var job = (await jobs.Of(_holder, Ct))[0];
        Assert.Equal(job.Total + 1, archive.Entries.Count);
        var sheets = new List<string>();
        foreach (var entry in archive.Entries)
        {
            sheets.Add(await Read(entry));
        }

        Assert.Single(sheets, sheet => sheet.Contains("区小明", StringComparison.Ordinal) && sheet.Contains(receipt.Serial, StringComparison.Ordinal) && sheet.Contains("年度捐赠汇总", StringComparison.Ordinal));
        Assert.Equal(404, (await (await site.SignedIn("officer")).Get(zip)).Status);
        Assert.Equal(404, (await (await site.SignedIn("officer")).Get($"/en/console/statements/{_holder}")).Status);
    }

    [Fact]
    public async Task On_a_full_disk_statements_wait_are_handed_out_by_nobody_and_go_on_when_there_is_room()
    {
        var receipt = await Paid("区小明", $"giver{Guid.CreateVersion7():N}@example.org", "60");
        var (officer, database, clock, id) = (await Treasurer(), site.App.Services.GetRequiredService<NpgsqlDataSource>(), new MovableClock(), Guid.CreateVersion7());
        // Of a press of its own, some hours ahead: the site's takes it for somebody else's.
        clock.Advance(TimeSpan.FromHours(2));
        await using (var order = database.CreateCommand(
            "insert into giving.statement_job (id, holder_id, year, start_month, language, ordered_at, lease_until) values ($1, $2, $3, 1, 'en', now(), now() + interval '1 hour')"))
        {
            foreach (var value in new object[] { id, _holder, receipt.Year })
            {
                order.Parameters.Add(new() { Value = value });
            }

            await order.ExecuteNonQueryAsync(Ct);
        }

        using var home = TestHome.Create();
        using var disk = SmallDisk.TryMount(Path.Combine(home.Path, "statements"), 4);
        disk?.Fill();
        var (jobs, files) = (new StatementJobs(database, clock), new StatementShelf(Path.Combine(home.Path, "statements")));
        if (disk is null)
        {
            File.CreateSymbolicLink(Path.Combine(home.Path, "statements", $"{id:N}.ndjson.gz"), "/dev/full");
        }

        using var press = ActivatorUtilities.CreateInstance<StatementPress>(site.App.Services, jobs, files, (TimeProvider)clock);
        Assert.True(await press.Work(Ct));
        Assert.Equal(("running", "disk", 0), await jobs.Find(id, Ct) is { } stopped ? (stopped.State, stopped.Fault, stopped.Done) : default);
        var page = await officer.Get($"/en/console/statements/{_holder}");
        Assert.Contains("goes on by itself", page.Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain(page.Html.QuerySelectorAll("a[download]"), link => link.GetAttribute("href")?.Contains($"{id}", StringComparison.Ordinal) == true);
        Assert.False(await press.Work(Ct));
        disk?.Dispose();
        files.Remove(id);
        clock.Advance(StatementPress.AgainAfter + TimeSpan.FromSeconds(1));
        Assert.True(await press.Work(Ct));
        Assert.Equal(("done", null), await jobs.Find(id, Ct) is { } made ? (made.State, made.Fault) : default);
        Assert.Contains(await files.Read(id, Ct).ToListAsync(Ct), line => line.Html.Contains(receipt.Serial, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Givers_are_told_when_their_statement_is_ready_if_the_officer_says_so()
    {
        var (told, email) = ($"giver{Guid.CreateVersion7():N}@example.org", $"giver{Guid.CreateVersion7():N}@example.org");
        var receipt = await Paid("陈美玲", email, "60");
        var officer = await Treasurer();
        var jobs = site.App.Services.GetRequiredService<StatementJobs>();
        // Of a year that begins with its own month, so that no other test's order tells of it.
        foreach (var tick in (string[])["", "1"])
        {
            if (tick.Length > 0)
            {
                Assert.DoesNotContain(Mailbox.MailsTo(email), mail => mail.Contains("the statement is ready", StringComparison.Ordinal));
                await Paid("区小明", told, "40");
            }

            var form = await officer.Get($"/en/console/statements/{_holder}");
            (string, string)[] fields = [("year", $"{receipt.PaidAt.Year - 1}"), ("from", "12")];
            Assert.Equal(303, (await officer.Submit(form, "main form.filters", tick.Length > 0 ? [.. fields, ("tell", tick)] : fields)).Status);
            await Until(async () => (await jobs.Of(_holder, Ct))[0] is { IsOpen: false });
        }

        foreach (var giver in (string[])[email, told])
        {
            var mail = await Mailbox.Arrived(giver, mail => mail.Contains("已备好", StringComparison.Ordinal) || mail.Contains("the statement is ready", StringComparison.Ordinal));
            var link = mail[mail.IndexOf("/statements/", StringComparison.Ordinal)..].Split('\n')[0].Trim();
            Assert.Equal(200, (await site.Visitor().Get($"/en{link}")).Status);
        }
    }

    [Fact]
    public async Task A_receipt_is_a_file_for_its_giver_alone()
    {
        var receipt = await Paid("陈美玲", "", "60");
        var key = Link.KeyTo(receipt.DonorId.GetValueOrDefault());
        var sheet = await site.Visitor().Get($"/en/gifts/{receipt.DonationId}/receipt?key={key}");
        Assert.Contains("陈美玲", sheet.Text(".receipt"), StringComparison.Ordinal);
        Assert.True(IsStyled(sheet));
        Assert.Equal([$"/en/gifts/{receipt.DonationId}?key={key}", $"/en/gifts/{receipt.DonationId}/receipt.pdf?key={key}"], sheet.Html.QuerySelectorAll("nav a").Select(way => way.GetAttribute("href")).ToList());
        Assert.Equal("no-store", sheet.Response.Headers.CacheControl?.ToString().Split(", ").First(part => part == "no-store"));
        Assert.Equal(404, (await site.Visitor().Get($"/en/gifts/{receipt.DonationId}/receipt")).Status);
        Assert.Equal(404, (await site.Visitor().Get($"/en/gifts/{receipt.DonationId}/receipt.pdf?key=0000")).Status);
        using var pdf = await site.Visitor().Client.GetAsync(new Uri($"/en/gifts/{receipt.DonationId}/receipt.pdf?key={key}", UriKind.Relative), Ct);
        Assert.Equal(ChineseFonts.AreThere ? "application/pdf" : "text/html", pdf.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Staff_see_how_the_templates_stand()
    {
        var page = await (await site.SignedIn("admin")).Get("/en/console/templates");
        Assert.Equal((200, 10), (page.Status, page.Html.QuerySelectorAll("tbody tr").Length));
        Assert.Null(page.Html.QuerySelector("[role=alert]"));
        // Whoever is to edit them must know where they lie.
        Assert.True(Directory.Exists(Path.Combine(page.Text("dl code"), "mail")), page.Text("dl code"));
        Assert.Contains("Templates:Folder", page.Text("main"), StringComparison.Ordinal);
    }

    private const string PrintStyle = "document.css";

    // The style is inside the sheet, and what browsers are told lets that style through.
    private static bool IsStyled(Answer sheet) => sheet.Response.Headers.GetValues("Content-Security-Policy").Single().Contains(
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(sheet.Html.QuerySelector("style")?.TextContent ?? "")))}'", StringComparison.Ordinal);

    private static async Task<string> Read(ZipArchiveEntry entry)
    {
        using var text = new StreamReader(await entry.OpenAsync(Ct));
        return await text.ReadToEndAsync(Ct);
    }

    private async Task<Receipt> Paid(string name, string email, string amount)
    {
        var visitor = site.Visitor();
        var begun = await visitor.Submit(await visitor.OpenForm(), Gifts.Form, ("other", amount), ("who", "named"), ("name", name), ("email", email));
        var page = await visitor.Follow(await visitor.Choose(await visitor.Follow(begun), "pay"));
        return (await Book.OfDonation(Gifts.GiftIn(page.Address.AbsolutePath), Ct))!; // The page showed it.
    }

    // An officer of the federation that receives the money: the demonstration has one of a county only.
    private async Task<Visitor> Treasurer()
    {
        var key = $"treasurer{Guid.CreateVersion7():N}";
        await using var scope = site.App.Services.CreateAsyncScope();
        var account = new Account { Id = Guid.CreateVersion7(), UserName = $"{key}@demo.charitylink.example", Email = $"{key}@demo.charitylink.example", EmailConfirmed = true, DisplayName = "Lu" };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, SiteHost.Password)).Succeeded);
        await site.Do(new AppointStaff(Guid.CreateVersion7(), Guid.CreateVersion7(), account.Id, Role.FederationOfficer, _holder, DivisionCode.Parse("440700")));
        return await site.SignedIn(key);
    }

    private static async Task Until(Func<Task<bool>> done)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await done())
        {
            await Task.Delay(50, end.Token);
        }
    }
}
