using System.Globalization;

namespace CharityLink.People;

/// <summary>A name as it may be shown in public: enough to recognise one's own, not enough to learn another's.</summary>
public static class PersonMask
{
    /// <summary>陈美玲 → 陈＊＊; Mary O'Brien → M＊＊. Always two stars: the length tells nothing.</summary>
    public static string Of(string name)
    {
        var first = StringInfo.GetNextTextElement(name);
        return new StringInfo(name).LengthInTextElements > 1 ? first + "＊＊" : "＊＊";
    }
}
