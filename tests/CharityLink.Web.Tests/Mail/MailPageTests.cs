using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Tests.Mail;

/// <summary>The outbox in the console, and the mail that thanks for a gift.</summary>
[Collection(Shared.Giving)]
public sealed class MailPageTests(SiteHost site)
{
    [Fact]
    public async Task A_mail_that_was_given_up_is_shown_with_why_and_tried_again_by_a_button()
    {
        var id = Guid.CreateVersion7();
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        await connection.ExecuteAsync(
            """
            insert into mailing.mail (mail_id, kind, person_id, language, facts, noted_at, since, next_at, state, ended_at, why)
            values (@id, 'thanks', @id, 'en', '{}', now(), now(), now(), 'failed', now(), 'address_refused 550')
            """, new { id });
        var officer = await site.SignedIn("officer");
        var page = await officer.Get("/en/console/mails");
        Assert.Contains("knows no such address (550)", page.Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("form", (await (await site.SignedIn("auditor")).Get("/en/console/mails")).Html.QuerySelector("main table")?.InnerHtml ?? "", StringComparison.Ordinal);
        Assert.Equal(303, (await officer.Post("/en/console/mails/retry", [new("_form", page.Html.QuerySelector("form#all input[name=_form]")?.GetAttribute("value") ?? ""), new("mail", $"{id}")])).Status);
        Assert.False(await connection.ExecuteScalarAsync<string>("select state from mailing.mail where mail_id = @id", new { id }) is "failed");
    }

    [Fact]
    public async Task A_paid_gift_is_thanked_for_once_in_the_givers_language_with_the_way_to_the_receipt()
    {
        var (visitor, email) = (site.Visitor(), $"t{Guid.CreateVersion7():N}@example.org");
        var form = await visitor.OpenForm("zh-CN");
        var begun = await visitor.Submit(form, "main form", ("other", "66"), ("who", "named"), ("name", "梁小姐"), ("email", email));
        await visitor.Choose(await visitor.Follow(begun), "pay");
        var mail = await Mailbox.Arrived(email, text => text.Contains("已到账", StringComparison.Ordinal));
        Assert.Contains("¥66.00", mail, StringComparison.Ordinal);
        var page = await visitor.Get(await Mailbox.LinkTo(email));
        Assert.Contains("梁小姐", page.Text(".receipt"), StringComparison.Ordinal);
        Assert.Single(Mailbox.MailsTo(email));
    }
}
