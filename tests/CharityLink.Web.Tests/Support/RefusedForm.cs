namespace CharityLink.Web.Tests.Support;

/// <summary>What every refused form has to show.</summary>
internal static class RefusedForm
{
    /// <summary>422, with the reason at its field in the reader's language, and what was typed still there.</summary>
    /// <param name="kept">What stands in the field of that id; null: not a field with a value.</param>
    public static void RefusedAt(this Answer answer, string field, string code, string? kept = null)
    {
        Assert.Equal(422, answer.Status);
        var told = answer.Html.QuerySelectorAll($"#{field}-error, #{field}-error *").FirstOrDefault(error => error.GetAttribute("data-code") == code);
        Assert.True(told is not null, $"{code} is not told at {field}, but {string.Join(", ", answer.Refusals)}.");
        var isChinese = answer.Html.DocumentElement.GetAttribute("lang") == "zh-CN";
        Assert.Equal(isChinese, told.TextContent.Any(letter => letter is >= '\u4e00' and <= '\u9fff'));
        if (kept is not null)
        {
            Assert.Equal(kept, answer.Html.QuerySelector($"#{field}")?.GetAttribute("value"));
        }
    }
}
