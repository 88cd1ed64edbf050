using System.Text;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>Proposals from a table: read whole or not at all, and never twice.</summary>
public sealed class ImportTests(World world) : IClassFixture<World>
{
    private const string Good = "修缮老屋,Mend old homes,简介,Summary,需要,Need,home_repair,440703101001,AllOrNothing,屋顶,Roof,\"6,000\",yes,粉刷,Paint,2000.50,否";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_row_becomes_a_draft_whose_goal_and_minimum_follow_from_its_lines()
    {
        var (drafts, errors) = Read(Table(Good));
        Assert.Empty(errors);
        var (line, draft) = Assert.Single(drafts);
        Assert.Equal((2, Proposer, Money.Cny(8_000_50), Money.Cny(6_000_00), FundingModel.AllOrNothing), (line, draft.ProposerId, draft.Funding.Goal, draft.Funding.Minimum, draft.Funding.Model));
        Assert.Equal([("屋顶", true), ("粉刷", false)], draft.Funding.Lines.Select(one => (one.NameZh, one.IsRequired)));
        Assert.Equal(("Mend old homes", "home_repair", Village), (draft.Proposal.TitleEn, draft.Proposal.Kind, draft.Proposal.Division));
    }

    [Fact]
    public void Ids_follow_from_the_file_the_line_and_the_proposer()
    {
        var file = Table(Good, Good);
        Assert.Equal(Ids(file, Proposer), Ids(file, Proposer));
        Assert.Equal(2, Ids(file, Proposer).Distinct().Count());
        Assert.Empty(Ids(file, Proposer).Intersect(Ids(file, Organiser)));
        Assert.Empty(Ids(file, Proposer).Intersect(Ids(Table(Good, Good, Good), Proposer)));

        static IReadOnlyList<Guid> Ids(byte[] file, Guid proposer) => [.. ProposalFile.Read(file, proposer).Drafts.SelectMany(row => new[] { row.Draft.ProjectId })];
    }

    [Fact]
    public void A_mark_at_the_head_is_no_matter_and_another_alphabet_is_refused()
    {
        Assert.Single(Read([.. Encoding.UTF8.GetPreamble(), .. Table(Good)]).Drafts);
        Assert.Equal("csv_not_utf8", Whole([0xd0, 0xde, 0xc9, 0xc9])); // GBK for 修缮.
        Assert.Equal("csv_not_utf8", Whole([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("title_zh")]));
    }

    [Fact]
    public void A_file_that_is_none_is_refused_as_a_whole()
    {
        Assert.Equal("csv_header", Whole(Encoding.UTF8.GetBytes("title_zh,title_en\n")));
        Assert.Equal("csv_header", Whole([]));
        Assert.Equal("csv_empty", Whole(Table()));
        Assert.Equal("csv_broken", Whole(Table("\"never closed")));
        Assert.Equal("csv_too_large", Whole(new byte[ProposalFile.BytesMax + 1]));
        Assert.Equal("csv_header", Whole(new byte[ProposalFile.BytesMax]));
        Assert.Equal("csv_too_many_rows", Whole(Table([.. Enumerable.Repeat(Good, 201)])));
        Assert.Equal(200, Read(Table([.. Enumerable.Repeat(Good, 200)])).Drafts.Count);
    }

    [Fact]
    public void Every_wrong_cell_is_named_by_line_and_column()
    {
        var file = Table(
            Good, Good.Replace("AllOrNothing", "Maybe", StringComparison.Ordinal), Good.Replace("2000.50", "much", StringComparison.Ordinal).Replace("否", "perhaps", StringComparison.Ordinal),
            Good.Replace("修缮老屋,Mend old homes", ",", StringComparison.Ordinal), Good.Replace("Roof", new string('r', 101), StringComparison.Ordinal));
        Assert.Equal(
            [(3, "model", "funding_model_unknown"), (4, "line2_yuan", "amount_not_a_number"), (4, "line2_required", "csv_yes_or_no"), (5, "title_zh", "text_missing"), (6, "line1_en", "text_too_long")],
            Read(file).Errors.Select(error => (error.Line, error.Column, error.Why.Code)));
        Assert.Equal([(2, null, "csv_columns")], Read(Encoding.UTF8.GetBytes($"{string.Join(',', ProposalFile.Columns)}\na,b\n")).Errors.Select(error => (error.Line, error.Column, error.Why.Code)));
    }

    [Fact]
    public void A_line_that_follows_a_cell_of_several_lines_keeps_its_number()
    {
        var file = Table(Good.Replace("需要,", "\"一\n二\n三\",", StringComparison.Ordinal), Good.Replace("AllOrNothing", "Maybe", StringComparison.Ordinal));
        Assert.Equal(5, Assert.Single(Read(file).Errors).Line);
    }

    [Fact]
    public void The_template_is_a_file_that_can_be_imported() => Assert.Single(Read(ProposalFile.Template(Village.Value, "达标方成")).Drafts);

    [Theory]
    [InlineData("达标方成", FundingModel.AllOrNothing)]
    [InlineData("All or Nothing", FundingModel.AllOrNothing)]
    [InlineData("筹得多少用多少", FundingModel.KeepWhatIsRaised)]
    [InlineData("keep what is raised", FundingModel.KeepWhatIsRaised)]
    [InlineData("KeepWhatIsRaised", FundingModel.KeepWhatIsRaised)]
    public void The_way_of_funding_is_said_in_the_words_of_either_language(string words, FundingModel model) =>
        Assert.Equal(model, Assert.Single(Read(Table(Good.Replace("AllOrNothing", words, StringComparison.Ordinal))).Drafts).Draft.Funding.Model);

    [Fact]
    public void A_number_is_no_way_of_funding() =>
        Assert.Equal("funding_model_unknown", Assert.Single(Read(Table(Good.Replace("AllOrNothing", "1", StringComparison.Ordinal))).Errors).Why.Code);

    [Fact]
    public async Task All_of_a_file_is_imported_or_nothing_and_a_second_upload_imports_nothing()
    {
        var station = await Station();
        var mine = Staff.Holding(Role.VillageWorker, Village.Value, station);
        var elsewhere = Table(Good, Good.Replace("440703101001", "440703101002", StringComparison.Ordinal), Good.Replace("home_repair", "bakery", StringComparison.Ordinal));
        var (bad, good) = (ProposalFile.Read(elsewhere, station).Drafts, ProposalFile.Read(Table(Good, Good + " "), station).Drafts);
        var refused = await world.Send(ImportProposals.Of(station, bad), mine);
        Assert.Equal([("division_outside_proposer", "3:division"), ("project_kind_unknown", "4:kind")], refused.Refusals.Select(why => (why.Code, why.Field)));
        Assert.Equal(0, (await world.Store.ReadStream(bad[0].Draft.ProjectId, 0, Ct)).Version);

        var first = await world.Do(ImportProposals.Of(station, good), mine);
        Assert.All(good, row => Assert.Equal(1, world.Store.ReadStream(row.Draft.ProjectId, 0, Ct).Result.Version));
        await world.Do(new ChangeProposal(Guid.CreateVersion7(), good[0].Draft.ProjectId, good[0].Draft.Proposal with { TitleEn = "Better" }, good[0].Draft.Funding), mine);
        Assert.Equal(first.Position, (await world.Do(ImportProposals.Of(station, good), mine)).Position);
        Assert.Equal(2, (await world.Store.ReadStream(good[0].Draft.ProjectId, 0, Ct)).Version);
        Assert.Equal(1, (await world.Store.ReadStream(good[1].Draft.ProjectId, 0, Ct)).Version);
    }

    [Fact]
    public void A_wish_is_for_one_proposer_and_not_empty()
    {
        var rows = Read(Table(Good)).Drafts;
        Assert.Equal("csv_empty", Assert.Single(ImportProposals.Of(Proposer, []).Validate()).Code);
        Assert.Equal("proposer_unknown", Assert.Single(ImportProposals.Of(Organiser, rows).Validate()).Code);
        Assert.Empty(ImportProposals.Of(Proposer, rows).Validate());
        Assert.Equal("2:title_zh", Assert.Single(ImportProposals.Of(Proposer, [(2, rows[0].Draft with { Proposal = Words with { TitleZh = "", TitleEn = "" } })]).Validate()).Field);
    }

    private async Task<Guid> Station()
    {
        var id = Guid.CreateVersion7();
        await world.Store.Append([new StreamChange(id, "organisation", 0, [new OrganisationRegistered(id, "站", "Station", OrganisationKind.VillageStation, Village, null, null, true)])], EventMetadata.None, Ct);
        return id;
    }

    private static byte[] Table(params string[] rows) =>
        Encoding.UTF8.GetBytes($"{string.Join(',', ProposalFile.Columns)}\r\n{string.Concat(rows.Select(row => $"{row}{new string(',', 16)}\r\n"))}");

    private static (IReadOnlyList<(int Line, DraftProject Draft)> Drafts, IReadOnlyList<FileError> Errors) Read(byte[] file) => ProposalFile.Read(file, Proposer);

    private static string Whole(byte[] file) => Assert.Single(Read(file).Errors).Why.Code;
}
