namespace CharityLink.PdfCleaner;

/// <summary>A document from outside is read in a process of its own: one that is built to exhaust the memory or the stack, or to be read for ever, takes nothing down but this.</summary>
internal static class Cleaner
{
    // Document in, clean document out; the exit code says why there is none.
    private static async Task<int> Main()
    {
        using var bytes = new MemoryStream();
        await using (var input = Console.OpenStandardInput())
        {
            await input.CopyToAsync(bytes);
        }

        bytes.Position = 0;
        var (clean, ending) = Cleaning.Of(bytes);
        if (clean is not null)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(clean);
        }

        return (int)ending;
    }
}
