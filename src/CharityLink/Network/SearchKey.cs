using System.Globalization;
using System.Text;

namespace CharityLink.Network;

/// <summary>What names are compared by when people search: no case, no tones, no spaces, no punctuation, full-width as usual.</summary>
public static class SearchKey
{
    // The words bodies and places are made of; longest first, so that 社会工作 is not read as 社 and 工作.
    private static readonly (string Zh, string Pinyin)[] _words =
    [
        ("居民委员会", "juminweiyuanhui"), ("村民委员会", "cunminweiyuanhui"), ("社会工作", "shehuigongzuo"), ("基金会", "jijinhui"), ("慈善会", "cishanhui"), ("工作站", "gongzuozhan"), ("志愿者", "zhiyuanzhe"), ("联合会", "lianhehui"),
        ("互助会", "huzhuhui"), ("居委会", "juweihui"), ("村委会", "cunweihui"), ("总会", "zonghui"), ("分会", "fenhui"), ("协会", "xiehui"), ("慈善", "cishan"),
        ("公益", "gongyi"), ("志愿", "zhiyuan"), ("服务", "fuwu"), ("中心", "zhongxin"), ("街道", "jiedao"), ("社区", "shequ"), ("互助", "huzhu"), ("关爱", "guanai"),
        ("广东省", "guangdongsheng"), ("长者", "zhangzhe"), ("儿童", "ertong"), ("助学", "zhuxue"), ("留守", "liushou"), ("家居", "jiaju"), ("改造", "gaizao"), ("城镇", "chengzhen"), ("困难", "kunnan"),
        ("路灯", "ludeng"), ("午餐", "wucan"), ("老人", "laoren"), ("医疗", "yiliao"), ("救助", "jiuzhu"), ("学校", "xuexiao"), ("学生", "xuesheng"), ("维修", "weixiu"), ("村道", "cundao"), ("厨房", "chufang"),
        ("家庭", "jiating"), ("饭堂", "fantang"), ("市", "shi"), ("区", "qu"), ("县", "xian"), ("镇", "zhen"), ("村", "cun"), ("队", "dui"), ("站", "zhan"),
    ];

    private static readonly string[] _placeWords = ["City", "District", "County", "Town", "Subdistrict", "Village", "Community", "Area"];

    /// <summary>The text as it is compared: letters and digits only, small, without tone marks.</summary>
    public static string Of(string? text)
    {
        var key = new StringBuilder();
        foreach (var rune in Sound(text ?? "").Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                key.Append(Rune.ToLowerInvariant(rune));
            }
        }

        return key.ToString();
    }

    /// <summary>A name in pinyin as far as its words and places are known; what is not stays as it is.</summary>
    /// <param name="places">The divisions whose names may stand in it, nearest first.</param>
    public static string PinyinOf(string nameZh, IEnumerable<Division> places)
    {
        foreach (var place in places.Where(place => place.NameEn.Length > 0))
        {
            var suffix = _placeWords.FirstOrDefault(word => place.NameEn.EndsWith(" " + word, StringComparison.Ordinal));
            var sound = suffix is null ? place.NameEn : place.NameEn[..^(suffix.Length + 1)];
            nameZh = nameZh.Replace(Root(place.NameZh), sound, StringComparison.Ordinal);
        }

        return _words.Aggregate(nameZh, (text, word) => text.Replace(word.Zh, word.Pinyin, StringComparison.Ordinal));
    }

    // 江门市 → 江门, 棠下镇 → 棠下, 迦南社区居委会 → 迦南; never shorter than two characters, or it would be found everywhere.
    private static string Root(string nameZh)
    {
        string[] endings = ["社区居委会", "社区居民委员会", "居委会", "居民委员会", "村委会", "村民委员会", "街道", "镇", "市", "区", "县"];
        var ending = endings.FirstOrDefault(end => nameZh.EndsWith(end, StringComparison.Ordinal) && nameZh.Length - end.Length >= 2);
        return ending is null ? nameZh : nameZh[..^ending.Length];
    }

    // Half a character of a pair cannot be normalised and matches nothing.
    private static string Sound(string text) => text.EnumerateRunes().Contains(Rune.ReplacementChar) ? string.Concat(text.Where(c => !char.IsSurrogate(c))) : text;
}
