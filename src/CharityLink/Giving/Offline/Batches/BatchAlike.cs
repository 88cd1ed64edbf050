using System.Text;

namespace CharityLink.Giving;

/// <summary>Another batch that perhaps is the same money typed in twice. A person decides; nothing is dropped.</summary>
/// <param name="Id">The other batch, or the same one where a cheque stands in it twice; null outside the reader's sight.</param>
/// <param name="Place">Of the other batch; null outside the reader's sight.</param>
/// <param name="Cheque">The cheque that stands there too; null where the whole batch is alike.</param>
public sealed record BatchAlike(Guid? Id, string? Place, DateOnly? CollectedOn, string? Cheque, string? Bank);

/// <summary>What makes two cheques one that was typed in twice.</summary>
public static class ChequeMark
{
    /// <summary>Number and bank as different people type them: full-width, spaces, dashes, small letters, without the zeros in front. Null when the number says nothing.</summary>
    public static string? Of(string? number, string? bank) => Letters(number).TrimStart('0') is { Length: > 0 } tidy ? $"{tidy} {Letters(bank)}" : null;

    private static string Letters(string? text) => string.Concat((text ?? "").Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
