using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Giving;

/// <summary>Brings giving into the program: what is stored, what follows the log, what is asked.</summary>
public static class GivingServices
{
    /// <summary>Giving's read models, reaction and parameters.</summary>
    public static IServiceCollection AddGiving(this IServiceCollection services) => services
        .AddReadModel<Causes>().AddReadModel<DonationList>().AddReadModel<GiftTotals>().AddReadModel<Receipts>()
        .AddReadModel<PledgeList>().AddReadModel<PledgeTotals>().AddSingleton<PledgeMails>().AddSingleton<PledgeLinks>().AddScoped<ILocator, PledgeLocator>().AddScoped<ILocator, ReceiptLocator>()
        .AddSingleton<CountedTotals>().AddSingleton<StatementBook>().AddSingleton<StatementJobs>().AddReadModel<TransferBook>().AddReadModel<BatchList>().AddReadModel<GoodsList>().AddReadModel<GoodsTotals>().AddReadModel<WordsList>().AddScoped<WordsBook>().AddScoped<ILocator, GoodsLocator>().AddScoped<GoodsBook>().AddScoped<GoodsIntake>().AddScoped<ILocator, BatchLocator>().AddScoped<Batches>()
        .AddSingleton(provider => provider.GetService<IConfiguration>()?.GetSection("Giving:Offline").Get<OfflineLimits>() ?? new OfflineLimits())
        .AddSingleton<IReaction, ReceiptIssuer>().AddSingleton<IReaction, PledgeKeeper>()
        .AddPayments().AddRegularGifts()
        .AddSingleton<ICardOwner, PledgeCardOwner>().AddWork<PledgeCollector>().AddWork<CollectionClock>()
        .AddSingleton(provider => provider.GetService<IConfiguration>()?.GetSection("Giving:Pledges").Get<PledgeLimits>() ?? new PledgeLimits())
        .AddSingleton<CauseBook>().AddScoped<Donations>().AddScoped<Pledges>().AddScoped<PromiseBook>().AddSingleton<GiftReturns>()
        .AddReadModel<Ledger>().AddReadModel<RefundList>().AddSingleton<HeldList>().AddScoped<ILocator, DonationLocator>().AddSingleton<RefundReceipts>().AddSingleton<IReaction, RefundStarter>()
        .AddSingleton<ProviderBooks>().AddSingleton<ProviderBalances>().AddSingleton<ReconciliationRuns>().AddReadModel<PayoutList>().AddSingleton<SettledLines>().AddWork<Reconciliation>()
        .AddSingleton<RefundWays>().AddWork<ReturnRun>()
        .AddSingleton(provider => provider.GetService<IConfiguration>()?.GetSection("Giving:Refunds").Get<RefundLimits>() ?? new RefundLimits())
        .AddSingleton(provider => provider.GetService<IConfiguration>()?.GetSection("Giving").Get<GiftLimits>() ?? new GiftLimits());
}
