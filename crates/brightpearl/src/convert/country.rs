/// ISO 3166-1: two letters and three letters of each country.
const COUNTRIES: &str = "\
AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW AX ALA AZ AZE \
BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN BO BOL BQ BES BR BRA BS BHS BT BTN \
BV BVT BW BWA BY BLR BZ BLZ CA CAN CC CCK CD COD CF CAF CG COG CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI \
CU CUB CV CPV CW CUW CX CXR CY CYP CZ CZE DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI \
ES ESP ET ETH FI FIN FJ FJI FK FLK FM FSM FO FRO FR FRA GA GAB GB GBR GD GRD GE GEO GF GUF GG GGY GH GHA GI GIB GL GRL \
GM GMB GN GIN GP GLP GQ GNQ GR GRC GS SGS GT GTM GU GUM GW GNB GY GUY HK HKG HM HMD HN HND HR HRV HT HTI HU HUN ID IDN \
IE IRL IL ISR IM IMN IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA JE JEY JM JAM JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR \
KM COM KN KNA KP PRK KR KOR KW KWT KY CYM KZ KAZ LA LAO LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA \
LY LBY MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR \
MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL NR NRU \
NU NIU NZ NZL OM OMN PA PAN PE PER PF PYF PG PNG PH PHL PK PAK PL POL PM SPM PN PCN PR PRI PS PSE PT PRT PW PLW PY PRY \
QA QAT RE REU RO ROU RS SRB RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE \
SM SMR SN SEN SO SOM SR SUR SS SSD ST STP SV SLV SX SXM SY SYR SZ SWZ TC TCA TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL \
TL TLS TM TKM TN TUN TO TON TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT \
VE VEN VG VGB VI VIR VN VNM VU VUT WF WLF WS WSM YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE";

/// The three-letter code Brightpearl takes for addresses (fact sheet 4.4), from two letters or three; `None` for what is no
/// country.
pub(crate) fn three_letters(code: &str) -> Option<&'static str> {
    let code = code.trim();
    pairs()
        .find(|(two, three)| two.eq_ignore_ascii_case(code) || three.eq_ignore_ascii_case(code))
        .map(|(_, three)| three)
}

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let two = COUNTRIES.split_ascii_whitespace().step_by(2);
    let three = COUNTRIES.split_ascii_whitespace().skip(1).step_by(2);
    two.zip(three)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("GB", Some("GBR"))]
    #[case("gb", Some("GBR"))]
    #[case("IRL", Some("IRL"))]
    #[case(" de ", Some("DEU"))]
    #[case("CH", Some("CHE"))]
    #[case("KM", Some("COM"))]
    #[case("ZW", Some("ZWE"))]
    #[case("UK", None)]
    #[case("", None)]
    fn two_letters_become_three(#[case] code: &str, #[case] expected: Option<&str>) {
        assert_eq!(three_letters(code), expected);
    }

    #[test]
    fn the_table_holds_every_country_once() {
        let all: Vec<(&str, &str)> = pairs().collect();
        assert_eq!(all.len(), 249);
        assert!(
            all.iter().all(|(two, three)| two.len() == 2 && three.len() == 3),
            "a code is missing somewhere"
        );
        assert_eq!(all.iter().map(|(two, _)| two).collect::<HashSet<_>>().len(), 249);
        assert_eq!(all.iter().map(|(_, three)| three).collect::<HashSet<_>>().len(), 249);
    }
}
