using System.Diagnostics;
using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Tests.Network;

/// <summary>NET-1: the divisions of the model city, and any other city's file.</summary>
public sealed class DivisionTests
{
    private const string Header = "code,parent_code,level,name_zh,name_en_pinyin,kind\n";
    private const string City = "440700,,city,江门市,Jiangmen City,prefecture_level_city\n";
    private const string County = "440703,440700,county,蓬江区,Pengjiang District,district\n";
    private static readonly Divisions _model = DivisionsFile.Load(null);

    [Fact]
    public void The_model_city_has_all_its_divisions()
    {
        Assert.Equal("440700", _model.City.Code.Value);
        Assert.Equal([1, 7, 82, 1348], Enum.GetValues<Level>().Select(level => _model.All.Count(division => division.Code.Level == level)));
        Assert.Equal(21, _model.All.Count(division => division.IsStatisticalArea));
        Assert.Equal(73, _model.All.Count(division => division.Code.Level == Level.Town && !division.IsStatisticalArea));
    }

    [Fact]
    public void Every_division_but_the_city_is_a_child_of_its_parent() => Assert.All(
        _model.All.Where(division => division != _model.City), division => Assert.Contains(division, _model.ChildrenOf(division.Code.Parent.GetValueOrDefault())));

    [Fact]
    public void The_way_to_a_village_leads_through_four_levels()
    {
        Assert.Equal("江门市 蓬江区 棠下镇 棠下社区居委会", string.Join(' ', _model.PathTo(DivisionCode.Parse("440703101001")).Select(division => division.NameZh)));
        Assert.Empty(_model.PathTo(DivisionCode.Parse("110000")));
        Assert.Null(_model.Find(DivisionCode.Parse("440703101999")));
        Assert.Empty(_model.ChildrenOf(DivisionCode.Parse("440703101001")));
    }

    [Theory]
    [InlineData("440703101001", "棠下社区")]
    [InlineData("440703101207", "中心村")]
    [InlineData("440785102203", "鹤坪村")]
    [InlineData("440785100002", "洪滘圩社区")]
    [InlineData("440781102002", "五十圩")]
    [InlineData("440703", "蓬江区")]
    public void A_place_is_named_without_its_committee(string code, string name) => Assert.Equal(name, _model.Find(DivisionCode.Parse(code))?.PlaceZh);

    [Theory]
    [InlineData("棠下")]
    [InlineData("tangxia town")]
    [InlineData("TangXiaTown")]
    [InlineData("Tángxià Town")]
    [InlineData("ｔａｎｇｘｉａ ｔｏｗｎ")]
    public void A_town_is_found_by_character_and_by_sound(string text) => Assert.Contains(_model.Search(text, 10), division => division.Code.Value == "440703101");

    [Fact]
    public void What_begins_with_the_text_comes_before_what_contains_it_and_higher_levels_before_lower()
    {
        Assert.Equal("440705", _model.Search("xinhui", 5)[0].Code.Value);
        Assert.Equal("440783", _model.Search("开平", 5)[0].Code.Value);
        var found = _model.Search("xin", 2000);
        var last = found.Select((division, index) => (division, index)).Last(hit => SearchKey.Of(hit.division.NameEn).StartsWith("xin", StringComparison.Ordinal)).index;
        Assert.DoesNotContain(found.Take(last), division => !SearchKey.Of(division.NameEn).StartsWith("xin", StringComparison.Ordinal));
    }

    [Fact]
    public void Statistical_areas_and_nothing_at_all_are_not_found()
    {
        Assert.Empty(_model.Search("圭峰区", 10));
        Assert.Empty(_model.Search(" -!", 10));
        Assert.Empty(_model.Search("\ud800", 10));
        Assert.Equal(3, _model.Search("cun", 3).Count);
    }

    [Fact]
    public void Loading_the_city_takes_no_noticeable_time()
    {
        var started = Stopwatch.GetTimestamp();
        DivisionsFile.Load(null);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 0, 500); // measured: 5 ms warm, 45 ms at the first call; the bound only catches a blunder
    }

    [Theory]
    [InlineData("", "the first line must be code,parent_code")]
    [InlineData("code,name\n1,2\n", "the first line must be code,parent_code")]
    [InlineData(Header, "exactly one city, not 0")]
    [InlineData(Header + City + "440800,,city,湛江市,Zhanjiang City,prefecture_level_city\n", "exactly one city, not 2")]
    [InlineData(Header + City + "4407x3,440700,county,蓬江区,Pengjiang District,district\n", "line 3: '4407x3' is no code")]
    [InlineData(Header + City + "440703,440700,town,蓬江区,Pengjiang District,district\n", "line 3: 440703 has the form of a County, not of a town")]
    [InlineData(Header + City + "440703,440800,county,蓬江区,Pengjiang District,district\n", "line 3: 440703 lies in 440700, not in '440800'")]
    [InlineData(Header + City + "440703,440700,county,,Pengjiang District,district\n", "line 3: name_zh is empty")]
    [InlineData(Header + City + "440703,440700,county,蓬江区,Pengjiang District\n", "line 3: 5 columns instead of 6")]
    [InlineData(Header + City + County + County, "440703 stands in it twice")]
    [InlineData(Header + City + "440703101,440703,town,棠下镇,Tangxia Town,town\n", "440703101 lies in 440703, which is missing")]
    public void A_broken_file_is_refused_with_a_sentence_that_names_the_place(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<DivisionsFileException>(() => DivisionsFile.Read(new StringReader(text), "city.csv")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Another_city_is_another_file()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "\ufeff" + Header + "440800,,city,湛江市,Zhanjiang City,prefecture_level_city\n440802,440800,county,赤坎区,Chikan District,district\n", TestContext.Current.CancellationToken);
        Assert.Equal("Zhanjiang City", DivisionsFile.Load(path).City.NameEn);
        await File.WriteAllBytesAsync(path, [.. "code,"u8, 0xff, 0xfe, .. "\n"u8], TestContext.Current.CancellationToken);
        Assert.Contains("no CSV file in UTF-8", Assert.Throws<DivisionsFileException>(() => DivisionsFile.Load(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains("There is no divisions file", Assert.Throws<DivisionsFileException>(() => DivisionsFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("江门市慈善会", "440700", "jiangmenshicishanhui")]
    [InlineData("棠下镇慈善分会", "440703101", "tangxiazhencishanfenhui")]
    [InlineData("迦南社区慈善工作站", "440703002102", "jiananshequcishangongzuozhan")]
    public void An_organisation_sounds_like_its_place_and_its_words(string name, string division, string sound) =>
        Assert.Equal(sound, SearchKey.Of(SearchKey.PinyinOf(name, _model.PathTo(DivisionCode.Parse(division)).Reverse())));
}
