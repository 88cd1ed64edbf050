namespace CharityLink.Web.Site;

/// <summary>Reads single fields of a posted form.</summary>
internal static class Posted
{
    /// <summary>An id the form carries; a form without one counts as never sent before.</summary>
    public static Guid Id(IFormCollection form, string name) => Guid.TryParse(form[name], out var id) && id != Guid.Empty ? id : Guid.CreateVersion7();

    /// <summary>A field that stands in the form once; null when it was not sent. Sent twice it is no amount, no id and no address: 100 and 200 are not 100,200.</summary>
    public static string? Text(IFormCollection form, string name) => form.TryGetValue(name, out var values) ? string.Join('\n', values.ToArray()) : null;

    /// <summary>A chosen thing: none for an empty choice, one that does not exist for nonsense.</summary>
    public static Guid? Reference(string text) => text.Length == 0 ? null : Guid.TryParse(text, out var id) ? id : Guid.Empty;
}
