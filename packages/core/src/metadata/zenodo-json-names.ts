import type { Rights } from '../types/metadata.ts';
import type { Reading } from './conversion.ts';
import { treeIn } from './loose-values.ts';

/** The European Commission, by its ROR id. */
export const europeanCommission = '00k4n6c32';

/** Licence, by the old name or today's. Zenodo's vocabulary has the last word on whether there is one of that id. */
export function rightsOf(reading: Reading, value: unknown): Rights | undefined {
  const name = reading.text('license', treeIn(value)?.['id'] ?? value)?.toLowerCase();
  if (name === undefined) return undefined;
  if (name === 'fal') return { title: { en: 'Free Art License' } };
  if (name === 'gfdl') return { title: { en: 'GNU Free Documentation License' } };
  return { id: meaning(licences, name) ?? name };
}

/** A language by its code of three letters; that of two letters is looked up. */
export function languageOf(reading: Reading, value: unknown): string | undefined {
  const code = reading.text('language', value)?.toLowerCase();
  if (code === undefined || /^[a-z]{3}$/.test(code)) return code;
  return meaning(languages, code) ?? reading.lose('language', 'is no code of two or three letters (ISO 639), and is left out.');
}

/** Today's id of a funder that goes by its DOI; another one is taken as it is. */
export const funderOf = (name: string): string => meaning(funders, /^10\.13039\/(\d+)$/.exec(name)?.[1] ?? '') ?? name;

/** What stands behind a word in one of the lists below. */
function meaning(list: string, word: string): string | undefined {
  return list
    .split(/\s+/)
    .find((pair) => word !== '' && pair.startsWith(`${word}:`))
    ?.slice(word.length + 1);
}

/** Numbers of funders below 10.13039, and their ROR ids. Two of them are one funder today. */
const funders = `
501100001665:00rbzpz17 501100002341:05k73zm37 501100000923:05mmh0f86 100018231:03zj4c476 501100000024:01gavpb45
501100000780:00k4n6c32 501100000806:02k4b9v70 501100001871:00snfqn58 501100002428:013tf3c58 501100004488:03n51vw80
501100004564:01znas443 501100000925:011kf5r70 100000002:01cwqze88 501100000038:01h531d29 100000001:021nxhr62
501100003246:04jsz6e67 501100000690:001aqnf71 100014013:001aqnf71 501100001602:0271asj38 501100001711:00yjd3n13
100001345:006cvnv84 501100004410:04w9kkr77 100004440:029chgv08 501100006364:03m8vkq32 501100011730:00x0z1472`;

/** Old names of licences, where today's id is another. */
const licences = `
agpl-1.0:agpl-1.0-only agpl-3.0:agpl-3.0-only agpl-v3:agpl-3.0-only apache:apache-2.0 apache2.0:apache-2.0
apgl-v3:agpl-3.0-only apl1.0:apl-1.0 artistic-license-2.0:artistic-2.0 attribution:aal
bsd-2-clause-freebsd:bsd-2-clause-views bsd-2-clause-netbsd:bsd-2-clause bsd-license:bsd-1-clause bsl1.0:bsl-1.0
ca-tosl1.1:catosl-1.1 canada-crown:ogl-canada-2.0 cc-by:cc-by-4.0 cc-by-sa:cc-by-sa-4.0 cc-nc:cc-by-nc-2.0
cc-zero:cc0-1.0 cddl1:cddl-1.0 cpal_1.0:cpal-1.0 cuaoffice:cua-opl-1.0 ecl2:ecl-2.0 eclipse-1.0:epl-1.0 eiffel:efl-2.0
frameworx:frameworx-1.0 gfdl-1.1:gfdl-1.1-only gfdl-1.2:gfdl-1.2-only gfdl-1.3:gfdl-1.3-only gpl-1.0:gpl-1.0-only
gpl-1.0+:gpl-1.0-or-later gpl-2.0:gpl-2.0-only gpl-2.0+:gpl-2.0-or-later gpl-3.0:gpl-3.0-only
gpl-3.0+:gpl-3.0-or-later ibmpl:ipl-1.0 intel-osl:intel ipafont:ipa isc-license:isc lgpl-2.0:lgpl-2.0-only
lgpl-2.0+:lgpl-2.0-or-later lgpl-2.1:lgpl-2.1-only lgpl-2.1+:lgpl-2.1-or-later lgpl-3.0:lgpl-3.0-only
lgpl-3.0+:lgpl-3.0-or-later lucent1.02:lpl-1.02 mit-license:mit mozilla:mpl-1.0 mozilla1.1:mpl-1.1 nasa1.3:nasa-1.3
nethack:ngpl nosl3.0:nposl-3.0 ntp-license:ntp oclc2:oclc-2.0 odc-by:odc-by-1.0 odc-odbl:odbl-1.0 odc-pddl:pddl-1.0
odc-pddl-1.0:pddl-1.0 openfont:ofl-1.1 opengroup:ogtsl php:php-3.0 pythonpl:cnri-python
pythonsoftfoundation:python-2.0 qtpl:qpl-1.0 real:rpsl-1.0 ricohpl:rscpl rpl1.5:rpl-1.5 standardml-nj:smlnj
sun-issl:sissl sunpublic:spl-1.0 sybase:watcom-1.0 uk-ogl:ogl-uk-1.0 uoi-ncsa:ncsa ver2_eiffel:efl-2.0
vovidapl:vsl-1.0 zlib-license:zlib zpl:zpl-2.0`;

/** ISO 639-1 and 639-3. */
const languages = `
aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bi:bis bm:bam
bn:ben bo:bod br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces cu:chu cv:chv cy:cym da:dan de:deu dv:div dz:dzo
ee:ewe el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas ff:ful fi:fin fj:fij fo:fao fr:fra fy:fry ga:gle gd:gla gl:glg
gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye hz:her ia:ina id:ind ie:ile ig:ibo ii:iii
ik:ipk io:ido is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau
ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri
mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya na:nau nb:nob nd:nde ne:nep ng:ndo nl:nld nn:nno no:nor nr:nbl nv:nav
ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron ru:rus rw:kin
sa:san sc:srd sd:snd se:sme sg:sag sh:hbs si:sin sk:slk sl:slv sm:smo sn:sna so:som sq:sqi sr:srp ss:ssw st:sot su:sun
sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig
uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho zu:zul`;
