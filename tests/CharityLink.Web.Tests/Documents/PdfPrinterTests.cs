using System.Text;
using CharityLink.Testing;
using CharityLink.Web.Documents;
using CharityLink.Web.Site;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharityLink.Web.Tests.Documents;

/// <summary>A sheet becomes a whole PDF or a reason, within its time, and leaves nothing lying about.</summary>
public sealed class PdfPrinterTests : IDisposable
{
    private readonly TestHome home = TestHome.Create();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(home.Path, "print");

    public void Dispose() => home.Dispose();

    // What stands on a receipt; a browser calls half of these letters by their radicals.
    [Fact]
    public async Task A_sheet_is_printed_with_its_Chinese_font_inside_and_its_letters_can_be_found_again()
    {
        const string letters = "人民币长者门见金额";
        using var printer = Printer(null, TimeSpan.FromMinutes(1));
        var sheet = PrintSheet.Whole("收据", Language.Chinese, $"<h1>{letters}</h1><script>document.body.innerHTML = ''</script>");
        var printed = await printer.Print(sheet, Ct);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
        if (!ChineseFonts.AreThere)
        {
            // Boxes are no document.
            Assert.Equal(new Printed(null, "letters"), printed);
            return;
        }

        Assert.Null(printed.Fault);
        var text = Encoding.Latin1.GetString(printed.Pdf!); // There is no fault.
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        // Outlines of a font file, or drawn glyph by glyph: either way nothing is left to the reader's fonts.
        Assert.Matches("/FontFile|/Type3", text);
        Assert.Equal(0, PdfLetters.Missing(printed.Pdf!, sheet));
        Assert.Same(printed.Pdf, PdfLetters.Righted(printed.Pdf!));
    }

    [Fact]
    public async Task Without_a_browser_there_is_a_reason()
    {
        using var printer = Printer("/nowhere/chromium", TimeSpan.FromSeconds(5));
        Assert.Equal("missing", (await printer.Print("<p>", Ct)).Fault);
    }

    [Theory]
    [InlineData("exec tail -f /dev/null", "slow")]
    [InlineData("exit 3", "failed")]
    [InlineData("exit 0", "failed")]
    [InlineData("for a; do case $a in --print-to-pdf=*) printf '%%PDF-1.4 half' > ${a#*=};; esac; done", "failed")]
    public async Task A_browser_that_hangs_or_breaks_gives_no_half_file(string does, string fault)
    {
        using var printer = Printer(StandIn(does), TimeSpan.FromMilliseconds(300));
        Assert.Equal(new Printed(null, fault), await printer.Print("<p>", Ct));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public async Task Too_many_at_once_are_told_to_come_back()
    {
        using var printer = Printer(StandIn("exec tail -f /dev/null"), TimeSpan.FromMilliseconds(300));
        var faults = (await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => printer.Print("<p>", Ct)))).Select(printed => printed.Fault).ToList();
        Assert.All(faults, fault => Assert.True(fault is "slow" or "busy", fault));
        Assert.InRange(faults.Count(fault => fault == "busy"), 4, 12);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_reason()
    {
        await File.WriteAllTextAsync(Folder, "in the way", Ct);
        using var printer = Printer(StandIn("exit 0"), TimeSpan.FromSeconds(5));
        Assert.Equal("disk", (await printer.Print("<p>", Ct)).Fault);
    }

    [Fact]
    public async Task On_a_full_disk_no_half_file_is_handed_out_and_the_reason_is_told()
    {
        // The browser breaks off when it can write no more; where no disk can be mounted, it writes to one that is always full.
        using var disk = SmallDisk.TryMount(Folder, 64);
        using var printer = Printer(StandIn(disk is null ? "head -c 200000 /dev/zero > /dev/full" : "for a; do case $a in --print-to-pdf=*) head -c 200000 /dev/zero > ${a#*=};; esac; done"), TimeSpan.FromSeconds(20));
        Assert.Equal(new Printed(null, disk is null ? "failed" : "disk"), await printer.Print("<p>", Ct));
        disk?.Fill();
        Assert.Equal(new Printed(null, disk is null ? "failed" : "disk"), await printer.Print("<p>", Ct));
    }

    private PdfPrinter Printer(string? browser, TimeSpan within) => new(new PdfOptions { Chromium = browser, Within = within, Folder = Folder }, NullLogger<PdfPrinter>.Instance);

    private string StandIn(string does)
    {
        var path = Path.Combine(home.Path, "browser.sh");
        File.WriteAllText(path, $"#!/bin/sh\n{does}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
