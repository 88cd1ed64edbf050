using CharityLink.Web.Documents;
using CharityLink.Web.Mail;
using CharityLink.Web.Site;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharityLink.Web.Tests.Mail;

/// <summary>A template that an operator broke stops nothing, and says so.</summary>
public sealed class MailTemplatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private int _edits;

    private string Own => Path.Combine(_folder.FullName, "own");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_broken_template_leaves_the_last_good_one_until_it_is_mended()
    {
        var shelf = Shelf();
        Write("own", "Dear {{name}}");
        Assert.Equal("Dear Li", Render(shelf));
        foreach (var broken in new[] { "Dear {{name", "Dear {{nmae}}" })
        {
            Write("own", broken);
            Assert.Equal("Dear Li", Render(shelf));
            Assert.Equal("mail/letter.hbs", Assert.Single(shelf.Broken).Name);
        }

        Write("own", "Hi {{name}}");
        Assert.Equal("Hi Li", Render(shelf));
        Assert.Empty(shelf.Broken);
    }

    [Fact]
    public void One_that_was_broken_from_the_start_leaves_the_programs_own()
    {
        Write("own", "{{#if name}}");
        var shelf = Shelf();
        Assert.Equal("Shipped Li", Render(shelf));
        Assert.Single(shelf.Broken);
        File.Delete(Path.Combine(Own, "mail/letter.hbs"));
        Assert.Equal("Shipped Li", Render(shelf));
        Assert.Empty(shelf.Broken);
    }

    [Fact]
    public void A_folder_of_ones_own_goes_before_what_came_with_the_program()
    {
        Write("own", "Own {{name}}");
        Write("content/templates", "Shipped {{name}}");
        var mails = MailTemplates.Of(new TemplateFolders(Own), Path.Combine(_folder.FullName, "content"), NullLogger<MailTemplates>.Instance);
        Assert.Equal("Own Li", Render(mails));
        File.Delete(Path.Combine(Own, "mail/letter.hbs"));
        Assert.Equal("Shipped Li", Render(mails));
    }

    [Fact]
    public void Every_mail_is_there_in_both_languages_and_has_a_name_in_the_console()
    {
        var kinds = Directory.EnumerateFiles(Path.Combine(CharityLink.Testing.Document.Root(), "templates/mail")).Select(Path.GetFileName).OfType<string>()
            .GroupBy(file => file.Split('.')[0], StringComparer.Ordinal).ToList();
        Assert.NotEmpty(kinds);
        Assert.All(kinds, kind =>
        {
            Assert.Equal(Language.All.Select(l => $"{kind.Key}.{l.Tag}.hbs").Order(StringComparer.Ordinal), kind.Order(StringComparer.Ordinal));
            Assert.True(Texts.In(Language.English).Has($"mails.kind.{kind.Key}"), $"mails.kind.{kind.Key} is missing");
        });
    }

    [Fact]
    public void Every_paragraph_of_an_English_mail_begins_with_a_capital()
    {
        var mails = Directory.GetFiles(Path.Combine(CharityLink.Testing.Document.Root(), "templates/mail"), "*.en.hbs");
        Assert.NotEmpty(mails);
        Assert.Empty(from mail in mails
                     from paragraph in File.ReadAllText(mail).Split("\n\n")
                     where char.IsLower(paragraph[0])
                     select $"{Path.GetFileName(mail)}: {paragraph}");
    }

    private static string Render(MailTemplates shelf) =>
        shelf.Render("mail/letter.hbs", new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["name"] = "Li" });

    private MailTemplates Shelf()
    {
        Write("shipped", "Shipped {{name}}");
        return new([Own, Path.Combine(_folder.FullName, "shipped")], NullLogger<MailTemplates>.Instance);
    }

    // Each edit at a time of its own, however fast the test is.
    private void Write(string folder, string text)
    {
        var file = Path.Combine(_folder.FullName, folder, "mail", "letter.hbs");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // A file in a folder.
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 1, 0, 0, _edits++, DateTimeKind.Utc));
    }
}
